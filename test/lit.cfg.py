"""How lit runs the tests of this folder."""
import concurrent.futures
import glob
import multiprocessing
import os
import shutil
import signal
import subprocess

import lit.formats


class Threads:
    """What lit uses of multiprocessing.Pool, which needs semaphores; threads do, as each test is a process of its own."""

    def __init__(self, count, initialize, arguments):
        handler = signal.getsignal(signal.SIGINT)
        initialize(*arguments)  # ignores SIGINT, as is right in a worker process
        signal.signal(signal.SIGINT, handler)
        self.executor = concurrent.futures.ThreadPoolExecutor(count)

    def apply_async(self, function, args, callback):
        future = self.executor.submit(function, *args)
        future.add_done_callback(lambda done: done.cancelled() or callback(done.result()))
        future.get = future.result
        return future

    def close(self):
        pass

    def terminate(self):
        self.executor.shutdown(wait=False, cancel_futures=True)

    def join(self):
        self.executor.shutdown()


# Semaphores need a /dev/shm that can be written, which some containers have not.
try:
    multiprocessing.Semaphore()
except OSError:
    multiprocessing.Pool = Threads

config.name = "dlc"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["Inputs", "data"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = config.out

# scripts/deps puts what comes from PyPI into build/venv: numpy and friends, and ptxas where no CUDA toolkit is there.
venv = f"{config.source_dir}/build/venv"
path = [config.dlc_bin, config.llvm_bin, os.environ["PATH"], *glob.glob(f"{venv}/lib/python3*/site-packages/nvidia/cu*/bin")]
config.environment["PATH"] = os.pathsep.join(path)
config.substitutions.append(("%values", f"python3 -B {config.test_source_root}/check_values.py {config.dlc_bin}/dlc-run"))
config.substitutions.append(("%root", config.source_dir))
config.substitutions.append(("%build", config.build))
config.substitutions.append(("%python", f"{venv}/bin/python -B"))

if os.path.exists(f"{venv}/requirements.txt"):
    config.available_features.add("python")
if shutil.which("ptxas", path=config.environment["PATH"]):
    config.available_features.add("ptxas")
if subprocess.call(["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], stderr=subprocess.DEVNULL) == 0:
    config.available_features.add("mounts")
if os.path.exists("/dev/nvidiactl"):
    config.available_features.add("cuda")
for feature in ("amx_tile", "avx2", "avx512f", "avx512_bf16"):
    if feature in open("/proc/cpuinfo").read():
        config.available_features.add(feature)
