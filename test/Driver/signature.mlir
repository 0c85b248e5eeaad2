// A header of another interface is known by its signature: also where only the border of arguments and results is another.
//
// RUN: rm -rf %t && mkdir %t && split-file %s %t
// RUN: dlc %t/two.mlir -o %t/two.so && dlc %t/one.mlir -o %t/one.so && dlc %t/same.mlir -o %t/same.so
// RUN: grep -o 'UINT64_C(0x[0-9a-f]*)' %t/two.h | sort -u > %t/two.txt
// RUN: grep -o 'UINT64_C(0x[0-9a-f]*)' %t/one.h | sort -u > %t/one.txt
// RUN: grep -o 'UINT64_C(0x[0-9a-f]*)' %t/same.h | sort -u > %t/same.txt
// RUN: test -s %t/two.txt && cmp %t/two.txt %t/same.txt
// RUN: not cmp %t/two.txt %t/one.txt
//
// The header passes it in every call, also without options, in C and C++. A caller that has no header has no signature.
// RUN: cc -std=c99 -Wall -Wextra -pedantic -Werror -I%t -DHEADER='"two.h"' %t/main.c -o %t/new %t/two.so -Wl,-rpath,%t && %t/new | count 0
// RUN: cc -std=c99 -Wall -Wextra -pedantic -Werror -I%t -DHEADER='"two.h"' %t/main.c -o %t/old %t/one.so -Wl,-rpath,%t && %t/old | FileCheck %s --check-prefix=OLD
// RUN: c++ -std=c++11 -Wall -Wextra -pedantic -Werror -x c++ -I%t -DHEADER='"two.h"' %t/main.c -x none -o %t/old++ %t/one.so -Wl,-rpath,%t && %t/old++ | FileCheck %s --check-prefix=OLD
// OLD: create: 10 m: called by the header of another model or of another version of it
// OLD: pointer: 10
// OLD: bytes: 10 m: called by the header of another model or of another version of it
// OLD: share: 10 m: called by the header of another model or of another version of it

//--- two.mlir
dlc.model @m {
  func @f(%a: tensor<4xf32>, %b: tensor<4xf32>) -> (c: tensor<4xf32>) {
    %c = add %a, %b : tensor<4xf32>, tensor<4xf32>
    return %c : tensor<4xf32>
  }
}
//--- one.mlir
dlc.model @m {
  func @f(%a: tensor<4xf32>) -> (b: tensor<4xf32>, c: tensor<4xf32>) {
    %b = relu %a : tensor<4xf32>
    %c = exp %a : tensor<4xf32>
    return %b, %c : tensor<4xf32>, tensor<4xf32>
  }
}
//--- same.mlir
dlc.model @m {
  func @f(%a: tensor<4xf32>, %b: tensor<4xf32>) -> (c: tensor<4xf32>) {
    %c = mul %a, %b : tensor<4xf32>, tensor<4xf32>
    return %c : tensor<4xf32>
  }
}
//--- main.c
#include HEADER
#include <stdio.h>
typedef dlc_status create_fn(const dlc_options *, m **);
static void show(const char *what, dlc_status status) {
  if (status)
    printf("%s: %d %s\n", what, (int)status, m_message(NULL));
}
int main(void) {
  m *one = NULL, *two = NULL;
  create_fn *pointer = m_create;
  dlc_bytes bytes;
  show("create", m_create(NULL, &one));
  m_destroy(one);
  show("pointer", pointer(NULL, &one));
  show("bytes", m_bytes(NULL, &bytes));
  if (!one) { /* as one that has no header does */
    dlc_instance *instance = NULL;
    if (m_module_get()->create(NULL, &instance))
      return 1;
    one = (m *)instance;
  }
  show("share", m_share(one, NULL, &two));
  m_destroy(one);
  m_destroy(two);
  return 0;
}
