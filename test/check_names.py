#!/usr/bin/env python3
"""LibraryNames.inc has every name that the C library's headers declare on this machine.

usage: check_names.py ROOT CLANG          fails where one is missing
       check_names.py ROOT CLANG --write  adds what is missing
"""
import pathlib
import re
import subprocess
import sys

# ISO C and POSIX, and what of glibc's own is common. sys/syscall.h grows with the kernel.
HEADERS = """aio argp arpa/inet assert byteswap complex cpio ctype dirent dlfcn endian err errno error execinfo fcntl
fenv float fmtmsg fnmatch fts ftw getopt glob grp iconv ifaddrs inttypes iso646 langinfo libgen libintl limits locale
malloc math mntent monetary mqueue net/if netdb netinet/in netinet/tcp nl_types poll pthread pty pwd regex sched
search semaphore setjmp shadow signal spawn stdalign stdarg stdatomic stdbool stddef stdint stdio stdio_ext stdlib
stdnoreturn string strings sys/epoll sys/eventfd sys/file sys/inotify sys/ioctl sys/ipc sys/mman sys/mount sys/msg
sys/param sys/prctl sys/random sys/resource sys/select sys/sem sys/sendfile sys/shm sys/signalfd sys/socket sys/stat
sys/statvfs sys/sysinfo sys/time sys/timerfd sys/times sys/timex sys/types sys/uio sys/un sys/utsname sys/wait syslog
tar termios tgmath threads time uchar ucontext ulimit unistd utime utmp utmpx wchar wctype wordexp""".split()
TOKEN = re.compile(r'"(?:\\.|[^"])*"|\'(?:\\.|[^\'])*\'|\w+|\S')


def preprocess(clang, *flags):
    text = "".join(f"#include <{header}.h>\n" for header in HEADERS)
    command = [clang, "-std=gnu11", "-D_GNU_SOURCE", "-x", "c", "-E", *flags, "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def declared(text):
    """Names outside of all brackets, and enumerators."""
    open_brackets, before = [], []
    for token in TOKEN.findall(text):
        if token in "({[":
            open_brackets.append("enum" if token == "{" and "enum" in before[-2:] else token)
        elif token in ")}]":
            open_brackets.pop()
        elif re.match("[A-Za-z]", token) and open_brackets in ([], ["enum"]):
            yield token
        before = before[-1:] + [token]


def wrapped(names):
    line = '"'
    for name in names:
        if len(line) + len(name) > 117:
            yield f'{line}"\n'
            line = '"'
        line += f"{name} "
    yield f'{line}"\n'


def main(root, clang, write):
    file = root / "lib/Frontend/LibraryNames.inc"
    text = file.read_text() if file.exists() else ""
    known = set(re.findall(r"\w+", "".join(re.findall('"(.*)"', text))))
    found = set(declared(preprocess(clang, "-P"))) | set(re.findall(r"^#define ([A-Za-z]\w*)", preprocess(clang, "-dM"), re.M))
    if write:
        file.write_text("// Names that headers of the C library and of POSIX declare; test/check_names.py writes and checks them.\n"
                        + "".join(wrapped(sorted(known | found))))
        return 0
    missing = sorted(found - known)
    print(f"{len(found)} names, {len(missing)} of them missing", *missing[:20])
    return bool(missing) or len(found) < 4000


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2], "--write" in sys.argv))
