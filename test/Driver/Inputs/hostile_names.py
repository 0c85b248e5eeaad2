"""Writes FOLDER/models.mlir, two models whose entries, arguments, results and dims have names that C headers are full of, and
FOLDER/main.c, which includes those headers before those of the models. usage: hostile_names.py FOLDER TESTS"""
import pathlib
import sys

folder, tests = map(pathlib.Path, sys.argv[1:])
sys.path.insert(0, str(tests))
from check_names import HEADERS  # noqa: E402

NAMES = """random alarm gamma environ FILE uint8_t int64_t uint64_t UINT64_C EOF NAN INT_MAX M_PI std errno stdin stdout I complex
linux unix near far min max NULL bool true false y0 y1 j0 jn signgam class new delete this int float const static return
operator and not_eq union struct size_t dlc_tensor dlc_status dlc_options DLC_OK instance options owner threads path what
size key to from noreturn alloca static_assert thread_local imaginary isnan exp major minor st_atime sa_handler
si_addr h_addr assert va_arg offsetof defined batch m_create x.y create_ NULL_ path_""".split()
HOSTILE_MACROS = """#define near
#define far
#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))
"""
NOT_BEFORE_C11 = {"stdalign", "stdatomic", "stdnoreturn", "threads", "uchar"}
NOT_IN_CPP = NOT_BEFORE_C11 | {"complex", "tgmath"}


def model(name, entries, dims):
    yield f"dlc.model @{name} {{"
    yield from (f'  dim @"{dim}" = 1 to 4' for dim in dims)
    for i, (entry, dim) in enumerate(zip(entries, dims)):
        argument, result = NAMES[i - 9], NAMES[i - 8]
        yield f"""  func @"{entry}"(%{argument}: tensor<?xf32> [@"{dim}"]) -> ("{result}": tensor<?xf32> [@"{dim}"]) {{
    %value = relu %{argument} : tensor<?xf32>
    return %value : tensor<?xf32>
  }}"""
    yield "}"


def include(header):
    text = f"#include <{header}.h>\n"
    if header in NOT_IN_CPP:
        text = f"#ifndef __cplusplus\n{text}#endif\n"
    if header in NOT_BEFORE_C11:
        text = f"#if __STDC_VERSION__ >= 201112L\n{text}#endif\n"
    return text


odd, even = NAMES[1::2], NAMES[::2]
assert len(odd) == len(even)
(folder / "models.mlir").write_text("\n".join([*model("m", odd, even), *model("n", even, odd), ""]))
(folder / "main.c").write_text("".join(map(include, HEADERS)) + HOSTILE_MACROS + f"""#include "m.h"
#include "n.h"
int main(void) {{
  m *one = NULL;
  n *two = NULL;
  dlc_tensor *tensor = NULL;
  float value[4] = {{0, 0, 0, 0}};
  const uint64_t most = M_ARENA_BYTES(1{', 1' * len(even)}) + N_ARENA_BYTES(1{', 1' * len(odd)});
  if (m_create(NULL, &one) || m_reserve(one{', 1' * len(even)}) || m_alarm(one, value, 4, value) ||
      n_create(NULL, &two) || n_random_dl(two, tensor, tensor))
    return most > 0;
  return 0;
}}
""")
