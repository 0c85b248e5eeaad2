// RUN: dlc-opt %s --dlc-check-model -split-input-file -verify-diagnostics

dlc.model @good {
  dim @batch = 1 to 64
  func private @helper(%0: tensor<?xf32>) -> tensor<?xf32> {
    return %0 : tensor<?xf32>
  }
  func @forward(%x: tensor<?xf32> [@batch]) -> (y: tensor<?xf32> [@batch]) {
    return %x : tensor<?xf32>
  }
}

// -----

// expected-error@+1 {{DLC-E0408: model @empty has no entry: write `func @forward(...) -> (...) { ... }`}}
dlc.model @empty {
  func private @helper(%x: tensor<f32>) -> tensor<f32> {
    return %x : tensor<f32>
  }
}

// -----

dlc.model @extents {
  // expected-error@+2 {{DLC-E0402: argument #0 'x' of entry @forward has unknown extents without names: write `tensor<?x?xf32> [@batch, @n]`}}
  // expected-error@+1 {{DLC-E0402: result #0 'y'}}
  func @forward(%x: tensor<?x?xf32>) -> (y: tensor<?x?xf32>) {
    return %x : tensor<?x?xf32>
  }
}

// -----

dlc.model @names {
  // expected-error@+2 {{DLC-E0403: argument #0 of entry @forward has no name}}
  // expected-error@+1 {{DLC-E0403: result #0 of entry @forward has no name: write `(NAME: tensor<f32>)`}}
  func @forward(%0: tensor<f32>) -> tensor<f32> {
    return %0 : tensor<f32>
  }
}

// -----

dlc.model @clash {
  dim @x_y = 1 to 4
  // expected-error@+2 {{DLC-E0404: result #0 'x_y' and argument #0 'x.y' are both `x_y` in C: rename one}}
  // expected-error@+1 {{DLC-E0404: dim 'x_y' and argument #0 'x.y' are both `x_y` in C: rename one}}
  func @forward(%x.y: tensor<f32>, %v: tensor<?xf32> [@x_y]) -> (x_y: tensor<f32>) {
    return %x.y : tensor<f32>
  }
}

// -----

dlc.model @dims {
  dim @x.y = 1 to 4
  // expected-error@+1 {{DLC-E0404: dim 'x_y' and dim 'x.y' are both `x_y` in C: rename one}}
  dim @x_y = 1 to 4
  func @forward(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
}

// -----

// Parameters may have any name but those that C keeps for itself.
dlc.model @parameters {
  dim @threads = 1 to 4
  // expected-error@+1 {{DLC-E0405: argument #0 is named '_Bool', in C `_Bool`, which is a reserved word: choose another name}}
  func @bits(%_Bool: tensor<f32>) -> (y: tensor<f32>) {
    return %_Bool : tensor<f32>
  }
  // expected-error@+1 {{DLC-E0405: argument #0 is named '__x86_64_', in C `__x86_64_`, which is a reserved word}}
  func @macro(%__x86_64_: tensor<f32>) -> (y: tensor<f32>) {
    return %__x86_64_ : tensor<f32>
  }
  func @class(%class: tensor<?xf32> [@threads], %linux: tensor<f32>, %instance: tensor<f32>) -> ("1st": tensor<f32>) {
    return %linux : tensor<f32>
  }
}
