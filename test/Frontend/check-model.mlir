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
  // expected-error@+1 {{DLC-E0404: entry 'create' and a function of every artefact are both `create` in C}}
  func @create(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
  // expected-error@+1 {{DLC-E0404: entry 'prepare' and a program of every artefact are both `prepare` in C}}
  func @prepare(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
  // expected-error@+1 {{DLC-E0404: entry 'forward_dl' and the second form of entry 'forward' are both `forward_dl` in C}}
  func @forward_dl(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
}

// -----

// expected-error@+1 {{DLC-E0405: the model is named 'float', in C `float`, which is a reserved word: choose another name}}
dlc.model @float {
  // expected-error@+1 {{DLC-E0405: argument #0 is named 'class', in C `class`, which is a reserved word}}
  func @forward(%class: tensor<f32>) -> (y: tensor<f32>) {
    return %class : tensor<f32>
  }
  // expected-error@+1 {{DLC-E0405: result #0 is named '1st', in C `1st`, which is no identifier}}
  func @second(%x: tensor<f32>) -> ("1st": tensor<f32>) {
    return %x : tensor<f32>
  }
}

// -----

// expected-error@+1 {{DLC-E0404: the model 'exp' and a name of the C library are both `exp` in C: rename one}}
dlc.model @exp {
  dim @threads = 1 to 4
  // expected-error@+1 {{DLC-E0404: dim 'threads' and the first argument of ARENA_BYTES are both `threads` in C: rename one}}
  func @forward(%x: tensor<?xf32> [@threads]) -> (y: tensor<?xf32> [@threads]) {
    return %x : tensor<?xf32>
  }
  // expected-error@+1 {{DLC-E0405: argument #0 is named '_Bool', in C `_Bool`, which is a reserved word}}
  func @bits(%_Bool: tensor<f32>) -> (y: tensor<f32>) {
    return %_Bool : tensor<f32>
  }
  // expected-error@+1 {{DLC-E0405: argument #0 is named 'linux', in C `linux`, which is a reserved word}}
  func @system(%linux: tensor<f32>) -> (y: tensor<f32>) {
    return %linux : tensor<f32>
  }
}

// -----

// expected-error@+1 {{DLC-E0404: the model 'options' and a name of the header are both `options` in C: rename one}}
dlc.model @options {
  func @forward(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
}
