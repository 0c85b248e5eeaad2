// RUN: dlc-opt %s --dlc-check-names -split-input-file -verify-diagnostics

// Words and names of the system: of the model, of what every model has, and of entries.
// expected-error@+1 {{DLC-E0405: the model 'float' is in C `float`, which is a reserved word: choose another name}}
dlc.model @float {
}
// expected-error@+1 {{DLC-E0405: the model '_exit' is in C `_exit`, which is a reserved word}}
dlc.model @_exit {
}
// expected-error@+1 {{DLC-E0405: the model 'dlc_net' is in C `dlc_net`, which is a reserved word}}
dlc.model @dlc_net {
}
// expected-error@+1 {{DLC-E0405: function 'create' of model 'dlc' is in C `dlc_create`, which is a reserved word}}
dlc.model @dlc {
}
// expected-error@+1 {{DLC-E0404: the model 'exp' and a name of the C library are both `exp` in C: rename one}}
dlc.model @exp {
}
// expected-error@+1 {{DLC-E0404: the model 'uint8_t' and a name of the C library are both `uint8_t` in C: rename one}}
dlc.model @uint8_t {
}
// expected-error@+1 {{DLC-E0404: the model 'options' and a name of the header are both `options` in C: rename one}}
dlc.model @options {
}
// expected-error@+1 {{DLC-E0404: function 'create' of model 'pthread' and a name of the C library are both `pthread_create` in C}}
dlc.model @pthread {
}
dlc.model @M {
  // expected-error@+1 {{DLC-E0404: entry 'PI' of model 'M' and a name of the C library are both `M_PI` in C: rename one}}
  func @PI(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
}
dlc.model @co {
  // expected-error@+1 {{DLC-E0405: entry 'await' of model 'co' is in C `co_await`, which is a reserved word: choose another name}}
  func @await(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
}

// -----

// Entries of one model, and what every model has.
dlc.model @one {
  // expected-error@+1 {{DLC-E0404: entry 'create' of model 'one' and function 'create' of model 'one' are both `one_create` in C: rename one}}
  func @create(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
  // expected-error@+1 {{DLC-E0404: entry 'prepare' of model 'one' and function 'prepare' of model 'one' are both `one_prepare` in C}}
  func @prepare(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
  func @forward(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
  // expected-error@+1 {{DLC-E0404: entry 'forward_dl' of model 'one' and the tensor form of entry 'forward' of model 'one' are both `one_forward_dl` in C}}
  func @forward_dl(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
  func @back_dl(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
  // expected-error@+1 {{DLC-E0404: the tensor form of entry 'back' of model 'one' and entry 'back_dl' of model 'one' are both `one_back_dl` in C}}
  func @back(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
  // Behind the model's name a word is none, and private functions have no name in C.
  func @new(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
  func private @destroy(%x: tensor<f32>) -> tensor<f32> {
    return %x : tensor<f32>
  }
}
dlc.model @ONE_ {
}
dlc.model @UP {
  // expected-error@+1 {{DLC-E0404: entry 'STATE_BYTES' of model 'UP' and macro 'STATE_BYTES' of model 'UP' are both `UP_STATE_BYTES` in C}}
  func @STATE_BYTES(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
}

// -----

// Models of one file.
dlc.model @a {
  func @b_c(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
}
dlc.model @a_b {
  // expected-error@+1 {{DLC-E0404: entry 'c' of model 'a_b' and entry 'b_c' of model 'a' are both `a_b_c` in C: rename one}}
  func @c(%x: tensor<f32>) -> (y: tensor<f32>) {
    return %x : tensor<f32>
  }
}
// expected-error@+1 {{DLC-E0404: the model 'a_share' and function 'share' of model 'a' are both `a_share` in C}}
dlc.model @a_share {
}
dlc.model @net {
}
// expected-error@+1 {{DLC-E0404: macro 'OPTIONS_INIT' of model 'Net' and macro 'OPTIONS_INIT' of model 'net' are both `NET_OPTIONS_INIT` in C}}
dlc.model @Net {
}
