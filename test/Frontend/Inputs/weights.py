"""Writes files of weights, good and bad, for check-weights: FOLDER/model and FOLDER/outside."""
import json
import os
import struct
import sys


def save(path, tensors, data=None, header=None):
    """tensors: name -> (dtype, shape, bytes)."""
    offset, index = 0, {}
    for name, (dtype, shape, content) in tensors.items():
        index[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + len(content)]}
        offset += len(content)
    text = json.dumps(index).encode() if header is None else header
    body = b"".join(content for _, _, content in tensors.values()) if data is None else data
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


root = sys.argv[1]
model, outside = f"{root}/model", f"{root}/outside"
good = {"w": ("F32", [4, 2], bytes(32)), "b": ("F32", [4], bytes(16)), "h0.wq": ("BF16", [2, 2], bytes(8)),
        "flag": ("BOOL", [3], bytes(3))}
save(f"{model}/good.safetensors", good)
save(f"{model}/sub/good.safetensors", good)
save(f"{outside}/good.safetensors", good)
save(f"{model}/truncated.safetensors", good, data=bytes(20))
save(f"{model}/json.safetensors", {}, header=b'{"w": [1, 2', data=b"")
save(f"{model}/overlap.safetensors", {}, data=bytes(8), header=json.dumps(
    {"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]},
     "v": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}).encode())
with open(f"{model}/long.safetensors", "wb") as file:
    file.write(struct.pack("<Q", 1 << 40) + b"{}")
open(f"{model}/empty.safetensors", "wb").close()
os.symlink(f"{outside}/good.safetensors", f"{model}/link.safetensors")
os.symlink(outside, f"{model}/folder")
os.symlink("good.safetensors", f"{model}/inside.safetensors")
os.mkfifo(f"{model}/fifo.safetensors")
