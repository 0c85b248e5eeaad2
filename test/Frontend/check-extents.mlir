// RUN: dlc-opt %s --dlc-check-extents -split-input-file -verify-diagnostics

dlc.model @good {
  dim @n = 0 to 64
  dim @size = 7 to 32
  func @forward(%x: tensor<?x3x?x?xf32> [@n, @size, @size], %w: tensor<8x3x7x7xf32>) -> (y: tensor<?x8xf32> [@n]) {
    %0 = conv2d %x, %w : tensor<?x3x?x?xf32>, tensor<8x3x7x7xf32>
    %1 = reduce mean, %0 axes [2, 3] : tensor<?x8x?x?xf32>
    return %1 : tensor<?x8xf32>
  }
}

// -----

dlc.model @equal {
  dim @n = 1 to 64
  dim @m = 1 to 64
  func @forward(%x: tensor<?xf32> [@n], %y: tensor<?xf32> [@m]) -> (z: tensor<?xf32> [@n]) {
    // expected-error@+1 {{DLC-E0406: add: with @n = 64, @m = 63: (C1) expected extents that are equal or 1, got 64 and 63}}
    %0 = add %x, %y : tensor<?xf32>, tensor<?xf32>
    return %0 : tensor<?xf32>
  }
}

// -----

dlc.model @divides {
  dim @n = 4 to 63
  func @forward(%x: tensor<?xf32> [@n]) -> (z: tensor<?x4xf32> [@n]) {
    // expected-error@+1 {{DLC-E0409: reshape: with @n = 63: (C3) expected as many}}
    %0 = reshape %x shape [-1, 4] : tensor<?xf32>
    return %0 : tensor<?x4xf32>
  }
}

// -----

dlc.model @large {
  dim @n = 1 to 1000000
  func @forward(%x: tensor<?x1xf32> [@n], %y: tensor<1x?xf32> [@n]) -> (z: tensor<?x?xf32> [@n, @n]) {
    // expected-error@+1 {{DLC-E0410: with @n = 1000000: a tensor is 'tensor<1000000x1000000xf32>', more than 1099511627776 bytes}}
    %0 = mul %x, %y : tensor<?x1xf32>, tensor<1x?xf32>
    return %0 : tensor<?x?xf32>
  }
}

// -----

// A dim that only results have is what the operators give, within its range.
dlc.model @output {
  dim @n = 1 to 8
  dim @twice = 2 to 16
  dim @few = 2 to 12
  func @forward(%x: tensor<?xf32> [@n]) -> (y: tensor<?xf32> [@twice]) {
    %0 = concat %x, %x axis 0 : tensor<?xf32>, tensor<?xf32>
    return %0 : tensor<?xf32>
  }
  // expected-error@+1 {{DLC-E0409: with @n = 8: result 'y' of @narrow has extent 16 on axis 0, @few is 2 to 12}}
  func @narrow(%x: tensor<?xf32> [@n]) -> (y: tensor<?xf32> [@few]) {
    %0 = concat %x, %x axis 0 : tensor<?xf32>, tensor<?xf32>
    return %0 : tensor<?xf32>
  }
}

// -----

// Operators that use what another one should have given say nothing more; all others do.
dlc.model @all {
  dim @n = 1 to 64
  dim @m = 1 to 64
  func @forward(%x: tensor<?xf32> [@n], %y: tensor<?xf32> [@m]) -> (z: tensor<?xf32> [@n]) {
    // expected-error@+1 {{DLC-E0406: add: with @n = 64, @m = 63: }}
    %0 = add %x, %y : tensor<?xf32>, tensor<?xf32>
    %1 = mul %0, %y : tensor<?xf32>, tensor<?xf32>
    // expected-error@+1 {{DLC-E0409: reshape: with @n = 1, @m = 1: }}
    %2 = reshape %x shape [-1, 4] : tensor<?xf32>
    return %1 : tensor<?xf32>
  }
}
