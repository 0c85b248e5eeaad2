// A header of another interface is known by its signature: also where only the border of arguments and results is another.
//
// RUN: rm -rf %t && mkdir %t && split-file %s %t
// RUN: dlc %t/two.mlir -o %t/two.so && dlc %t/one.mlir -o %t/one.so && dlc %t/same.mlir -o %t/same.so
// RUN: grep -o 'UINT64_C(0x[0-9a-f]*)' %t/two.h | sort -u > %t/two.txt
// RUN: grep -o 'UINT64_C(0x[0-9a-f]*)' %t/one.h | sort -u > %t/one.txt
// RUN: grep -o 'UINT64_C(0x[0-9a-f]*)' %t/same.h | sort -u > %t/same.txt
// RUN: test -s %t/two.txt && cmp %t/two.txt %t/same.txt
// RUN: not cmp %t/two.txt %t/one.txt

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
