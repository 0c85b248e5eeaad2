"""Write a safetensors file of f32 zeros: make_safetensors.py FILE NAME 2,4 NAME 2 ..."""
import json
import math
import struct
import sys

file, *rest = sys.argv[1:]
header, size = {}, 0
for name, extents in zip(rest[::2], rest[1::2]):
    shape = [int(extent) for extent in extents.split(",")]
    end = size + 4 * math.prod(shape)
    header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [size, end]}
    size = end
text = json.dumps(header).encode()
with open(file, "wb") as out:
    out.write(struct.pack("<Q", len(text)) + text + bytes(size))
