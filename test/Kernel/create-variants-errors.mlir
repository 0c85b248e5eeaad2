// A kernel takes unknown extents for equal that the dims of a launch make different: it would read past an operand.
// RUN: dlc-opt %s --split-input-file --verify-diagnostics --dlc-create-variants=targets=x86-64-v3

dlc.model @operands {
  dim @n = 1 to 8
  dim @m = 1 to 16
  kernel @add(%x: tensor<?xf32>, %y: tensor<?xf32>) -> tensor<?xf32> {
    // expected-error @+1 {{expected extents that are equal or 1, got 8 and 16}}
    %0 = add %x, %y : tensor<?xf32>, tensor<?xf32>
    return %0 : tensor<?xf32>
  }
  func @f(%x: tensor<?xf32> [@n], %y: tensor<?xf32> [@m]) -> (z: tensor<?xf32> [@n]) {
    // expected-error @+1 {{launches a kernel that does not fit the extents of its operands}}
    %0 = launch @add(%x, %y) : (tensor<?xf32>, tensor<?xf32>) -> tensor<?xf32>
    return %0 : tensor<?xf32>
  }
}

// -----

dlc.model @results {
  dim @n = 1 to 8
  dim @m = 1 to 16
  // expected-error @+1 {{result #1 has type 'tensor<16xf32>', the first 'tensor<8xf32>'; expected results of equal extents}}
  kernel @both(%x: tensor<?xf32>, %y: tensor<?xf32>) -> (tensor<?xf32>, tensor<?xf32>) {
    %0 = relu %x : tensor<?xf32>
    %1 = relu %y : tensor<?xf32>
    return %0, %1 : tensor<?xf32>, tensor<?xf32>
  }
  func @f(%x: tensor<?xf32> [@n], %y: tensor<?xf32> [@m]) -> (z: tensor<?xf32> [@n], w: tensor<?xf32> [@m]) {
    // expected-error @+1 {{launches a kernel that does not fit the extents of its operands}}
    %0:2 = launch @both(%x, %y) : (tensor<?xf32>, tensor<?xf32>) -> (tensor<?xf32>, tensor<?xf32>)
    return %0#0, %0#1 : tensor<?xf32>, tensor<?xf32>
  }
}

// -----

// Equal ranges are not equal extents.
dlc.model @equal_ranges {
  dim @n = 1 to 8
  dim @m = 1 to 8
  kernel @mul(%x: tensor<?x2xf32>, %y: tensor<?x2xf32>) -> tensor<?x2xf32> {
    // expected-error @+1 {{expected extents that are equal or 1, got 8 and 7}}
    %0 = mul %x, %y : tensor<?x2xf32>, tensor<?x2xf32>
    return %0 : tensor<?x2xf32>
  }
  func @f(%x: tensor<?x2xf32> [@n], %y: tensor<?x2xf32> [@m]) -> (z: tensor<?x2xf32> [@n]) {
    // expected-error @+1 {{launches a kernel that does not fit the extents of its operands}}
    %0 = launch @mul(%x, %y) : (tensor<?x2xf32>, tensor<?x2xf32>) -> tensor<?x2xf32>
    return %0 : tensor<?x2xf32>
  }
}
