"""Writes files of inputs, good and bad, for inputs.test: FOLDER."""
import pathlib
import pickle
import struct
import sys
import zipfile


def npy(descr, shape, data, order="False"):
    """numpy's format, version 1."""
    header = f"{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + data


root = pathlib.Path(sys.argv[1])
numbers = [-1.5, 2.0, 0.25, -3.0]
for name, content in {
        "f32.npy": npy("<f4", "(2, 2)", struct.pack("<4f", *numbers)),
        "f64.npy": npy("<f8", "(2, 2)", struct.pack("<4d", *numbers)),
        "i64.npy": npy("<i8", "(2, 2)", struct.pack("<4q", 1, 2, 3, 4)),
        "complex.npy": npy("<c8", "(2, 2)", bytes(32)),
        "columns.npy": npy("<f4", "(2, 2)", bytes(16), order="True"),
        "short.npy": npy("<f4", "(2, 2)", bytes(12)),
        "cut.npy": npy("<f4", "(2, 2)", bytes(16))[:40],
        "wide.npy": npy("<f4", "(2, 3)", bytes(24)),
        "old.pt": pickle.dumps({"w": numbers}, protocol=2),
        "model.gguf": b"GGUF" + bytes(60),
        "data.h5": b"\x89HDF\r\n\x1a\n" + bytes(60),
        "notes.md": b"# Weights\n\nThey are elsewhere.\n"}.items():
    (root / name).write_bytes(content)
with zipfile.ZipFile(root / "arrays.npz", "w") as archive:
    archive.write(root / "f32.npy", "x.npy")
