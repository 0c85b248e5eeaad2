// Kernels in which two operators have the anchor's name: one is scheduled, packed and emitted, and it is the same one.
// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  parameter @a : tensor<9x5xf32> = #dlc.normal<0, 1>
  parameter @b : tensor<9x7xf32> = #dlc.normal<0, 1>
  func @sum(%x: tensor<6x5xf32>, %y: tensor<6x7xf32>) -> (z: tensor<6x9xf32>) {
    %a = read @a : tensor<9x5xf32>
    %b = read @b : tensor<9x7xf32>
    %left = linear %x, %a : tensor<6x5xf32>, tensor<9x5xf32>
    %right = linear %y, %b : tensor<6x7xf32>, tensor<9x7xf32>
    %z = add %left, %right : tensor<6x9xf32>, tensor<6x9xf32>
    return %z : tensor<6x9xf32>
  }
}
