"""How lit runs the tests of this folder."""
import glob
import os
import shutil

import lit.formats

config.name = "dlc"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["Inputs"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = config.out

# ptxas comes with a CUDA toolkit or with the PyPI wheel that scripts/deps installs.
path = [config.dlc_bin, config.llvm_bin, os.environ["PATH"]]
path += glob.glob(f"{config.build}/venv/lib/python3*/site-packages/nvidia/cu*/bin")
config.environment["PATH"] = os.pathsep.join(path)
config.substitutions.append(("%root", config.source_dir))

if shutil.which("ptxas", path=config.environment["PATH"]):
    config.available_features.add("ptxas")
if os.path.exists("/dev/nvidiactl"):
    config.available_features.add("cuda")
for feature in ("amx_tile", "avx2", "avx512f", "avx512_bf16"):
    if feature in open("/proc/cpuinfo").read():
        config.available_features.add(feature)
