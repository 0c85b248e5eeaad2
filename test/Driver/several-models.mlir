// Several models in a file are several artefacts in a folder, or with --model= one.
//
// RUN: rm -rf %t && mkdir -p %t/folder
// RUN: dlc %s -o %t/folder && ls %t/folder | FileCheck %s --check-prefix=ALL
// ALL: one.h
// ALL-NEXT: one.so
// ALL-NEXT: two.h
// ALL-NEXT: two.so
// RUN: dlc %s --model=two -o %t/two.so && cmp %t/two.so %t/folder/two.so && cmp %t/two.h %t/folder/two.h
// RUN: not dlc %s -o %t/none.so 2>&1 | FileCheck %s --check-prefix=FOLDER
// FOLDER: has 2 models: -o must name a folder, or --model= one
// RUN: dlc %s --check

dlc.model @one {
  func @run(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {
    %0 = relu %x : tensor<4xf32>
    return %0 : tensor<4xf32>
  }
}

dlc.model @two {
  func @run(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {
    %0 = exp %x : tensor<4xf32>
    return %0 : tensor<4xf32>
  }
}
