// RUN: dlc-opt %s -split-input-file -verify-diagnostics

dlc.model @dim_c1 {
  // expected-error@+1 {{(C1) range 5 to 2 is empty or negative}}
  dim @n = 5 to 2
}

// -----

dlc.model @dim_c2 {
  // expected-error@+1 {{(C2) range ends at 2199023255552, an extent is at most 1099511627776}}
  dim @n = 1 to 2199023255552
}

// -----

dlc.model @dim_c2_begins {
  // expected-error@+1 {{(C2) range begins at 9223372036854775800, an extent is at most 1099511627776}}
  dim @n = 9223372036854775800 to ?
}

// -----

dlc.model @dim_without_end {
  // expected-error@+1 {{expected the greatest extent: write `dim @n = 1 to 64`, or `?` for none}}
  dim @n = 1 to many
}

// -----

dlc.model @parameter_c1 {
  // expected-error@+1 {{(C1) has type 'tensor<?xf32>', expected known extents: write numbers for `?`}}
  parameter @w : tensor<?xf32> = #dlc.zeros
}

// -----

dlc.model @parameter_c2 {
  // expected-error@+1 {{(C2) has type 'tensor<4294967296x4294967296xf32>', more than 1099511627776 bytes}}
  parameter @w : tensor<4294967296x4294967296xf32> = #dlc.zeros
}

// -----

dlc.model @parameter_c3 {
  // expected-error@+1 {{(C3) has initial value 1 : i64, expected e.g. #dlc.zeros}}
  "dlc.parameter"() <{sym_name = "w", type = tensor<4xf32>, initial = 1 : i64}> : () -> ()
}

// -----

dlc.model @parameter_c4 {
  // expected-error@+1 {{(C4) has type 'tensor<4xf32>', its initial value 'tensor<2xf32>'}}
  "dlc.parameter"() <{sym_name = "w", type = tensor<4xf32>, initial = dense<0.0> : tensor<2xf32>}> : () -> ()
}

// -----

dlc.model @parameter_c5_element {
  // expected-error@+1 {{(C5) initialiser #dlc.kaiming_uniform draws floats, the elements are 'i64'}}
  parameter @w : tensor<4xi64> = #dlc.kaiming_uniform
}

// -----

dlc.model @parameter_c5_width {
  // expected-error@+1 {{(C5) initialiser #dlc.kaiming_uniform takes its width from inputs and outputs, 'tensor<4xf32>' has less than two axes: use #dlc.uniform<A, B> or #dlc.zeros}}
  parameter @w : tensor<4xf32> = #dlc.kaiming_uniform
}

// -----

dlc.model @parameter_c5_bounds {
  // expected-error@+1 {{(C5) initialiser #dlc.uniform<1.000000e+00, -1.000000e+00> has its bounds in the wrong order: the lower one is first}}
  parameter @w : tensor<4xf32> = #dlc.uniform<1.0, -1.0>
}

// -----

dlc.model @parameter_c5_deviation {
  // expected-error@+1 {{(C5) initialiser #dlc.normal<0.000000e+00, -1.000000e+00> has a negative deviation}}
  state @w : tensor<4xf32> = #dlc.normal<0.0, -1.0>
}

// -----

dlc.model @parameter_c6 {
  // expected-error@+1 {{(C6) initialiser #dlc.fill<3.000000e+02> is no value of element type 'i8'}}
  parameter @w : tensor<4xi8> = #dlc.fill<300.0>
}

// -----

dlc.model @parameter_without_value {
  // expected-error@+1 {{@w has no initial value: write e.g. `= #dlc.zeros` after its type}}
  parameter @w : tensor<4xf32>
}

// -----

dlc.model @parameter_attribute {
  // expected-error@+1 {{unknown attribute '#dlc.zeroes'}}
  parameter @w : tensor<4xf32> = #dlc.zeroes
}

// -----

dlc.model @instance_c1 {
  // expected-error@+1 {{(C1) there is no block @layer in the model}}
  instance @h0 of @layer
}

// -----

// expected-error@+1 {{(C1) does not end in `return`}}
dlc.func @func_c1() {
}

// -----

// expected-error@+1 {{(C2) argument #0 has type 'f32', expected a tensor of known rank}}
dlc.func @func_c2(%x: f32) {
  dlc.return
}

// -----

// expected-error@+1 {{(C3) argument #0 has dlc.name 1 : i64, expected a string}}
dlc.func @func_c3(%x: tensor<f32> {dlc.name = 1}) {
  dlc.return
}

// -----

// expected-error@+1 {{(C4) argument #0 of type 'tensor<?xf32>' has 1 unknown extents, 2 are named: one name per `?`, in order}}
dlc.func @func_c4(%x: tensor<?xf32> [@n, @m]) {
  dlc.return
}

// -----

dlc.model @func_c5 {
  // expected-error@+1 {{(C5) there is no dim @n in the model: write `dim @n = 1 to 64`}}
  func @f(%x: tensor<?xf32> [@n]) {
    return
  }
}

// -----

dlc.func @return_c1_count(%x: tensor<f32>) -> tensor<f32> {
  // expected-error@+1 {{(C1) has 0 values, @return_c1_count returns 1}}
  return
}

// -----

dlc.func @return_c1_type(%x: tensor<f32>) -> tensor<f64> {
  // expected-error@+1 {{(C1) value #0 has type 'tensor<f32>', @return_c1_type returns 'tensor<f64>'}}
  return %x : tensor<f32>
}

// -----

dlc.model @read_c1 {
  dim @n = 1 to 2
  func @f() {
    // expected-error@+1 {{(C1) there is no parameter or state @n}}
    %0 = read @n : tensor<f32>
    return
  }
}

// -----

dlc.model @read_c2 {
  parameter @w : tensor<4xf32> = #dlc.zeros
  func @f() {
    // expected-error@+1 {{(C2) yields 'tensor<f32>', @w has type 'tensor<4xf32>'}}
    %0 = read @w : tensor<f32>
    return
  }
}

// -----

dlc.model @write_c1 {
  parameter @w : tensor<f32> = #dlc.zeros
  func @f(%x: tensor<f32>) {
    // expected-error@+1 {{(C1) there is no state @w: a parameter is only read}}
    write @w, %x : tensor<f32>
    return
  }
}

// -----

dlc.model @write_c2 {
  state @s : tensor<4xf32> = #dlc.zeros
  func @f(%x: tensor<f32>) {
    // expected-error@+1 {{(C2) writes 'tensor<f32>', @s has type 'tensor<4xf32>'}}
    write @s, %x : tensor<f32>
    return
  }
}

// -----

dlc.model @call_c1 {
  func @f() {
    // expected-error@+1 {{(C1) there is no function @h0::@g in the model}}
    call @h0::@g() : () -> ()
    return
  }
}

// -----

dlc.model @call_c2 {
  func private @g(%x: tensor<4xf32>) {
    return
  }
  func @f(%x: tensor<5xf32>) {
    // expected-error@+1 {{(C2) argument #0 has type 'tensor<5xf32>', that of @g is 'tensor<4xf32>'}}
    call @g(%x) : (tensor<5xf32>) -> ()
    return
  }
}

// -----

dlc.model @launch_c1 {
  func @f() {
    // expected-error@+1 {{(C1) there is no kernel @f}}
    launch @f() : () -> ()
    return
  }
}

// -----

dlc.model @launch_c2 {
  kernel @k(%x: tensor<4xf32>) -> tensor<4xf32> {
    return %x : tensor<4xf32>
  }
  func @f(%x: tensor<4xf32>) {
    // expected-error@+1 {{(C2) has 0 results, @k has 1}}
    launch @k(%x) : (tensor<4xf32>) -> ()
    return
  }
}

// -----

dlc.model @kernel_c1 {
  // expected-error@+1 {{(C1) does not end in `return`}}
  kernel @k() {
  }
}

// -----

dlc.model @kernel_c2 {
  // expected-error@+1 {{(C2) argument #0 has type 'f32', expected a tensor of known rank}}
  kernel @k(%x: f32) {
    return
  }
}

// -----

dlc.model @kernel_c3 {
  // expected-error@+1 {{(C3) argument #0 has dlc.name 1 : i64, expected a string}}
  kernel @k(%x: tensor<f32> {dlc.name = 1}) {
    return
  }
}

// -----

dlc.model @kernel_c4 {
  // expected-error@+1 {{(C4) argument #0 of type 'tensor<?xf32>' has 1 unknown extents, 2 are named}}
  kernel @k(%x: tensor<?xf32> [@n, @m]) {
    return
  }
}

// -----

dlc.model @kernel_c5 {
  parameter @w : tensor<4xf32> = #dlc.zeros
  kernel @k() -> tensor<4xf32> {
    // expected-error@+1 {{(C5) in a kernel: expected tensor operators and constants only}}
    %w = read @w : tensor<4xf32>
    return %w : tensor<4xf32>
  }
}

// -----

dlc.func @constant_c1() {
  // expected-error@+1 {{(C1) has value sparse<0, 1.000000e+00> : tensor<4xf32>, expected dense<...>}}
  %0 = constant sparse<0, 1.0> : tensor<4xf32>
  return
}

// -----

dlc.model @model_c1 {
  parameter @w : tensor<4xf32> = #dlc.zeros
  // expected-error@+1 {{(C1) stands in a model, expected declarations such as `parameter` and `func` there}}
  %w = read @w : tensor<4xf32>
}
