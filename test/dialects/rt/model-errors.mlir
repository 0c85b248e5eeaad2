// RUN: dlc-opt %s -split-input-file -verify-diagnostics

rt.model @dim {
  // expected-error @+1 {{expects 0 <= min <= max, got 4 to 2}}
  rt.dim @n = 4 to 2
}

// -----

rt.model @dynamic_parameter {
  // expected-error @+1 {{expects a static shape, got 'tensor<?xf32>'}}
  rt.parameter @w : tensor<?xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
}

// -----

rt.model @literal_type {
  // expected-error @+1 {{expects a literal of type 'tensor<2xf32>', got 'tensor<3xf32>'}}
  rt.state @s : tensor<2xf32> = dense<0.0> : tensor<3xf32> key "s" stream 0
}

// -----

rt.model @initial_kind {
  // expected-error @+1 {{expects #rt.file, #rt.init or a dense literal as initial value}}
  rt.parameter @w : tensor<2xf32> = "zeros" key "w" stream 0
}

// -----

rt.model @file_bytes {
  // expected-error @+1 {{expects the bytes of 'tensor<2xf32>' at an offset of at least 0, got 12 bytes at 0}}
  rt.parameter @w : tensor<2xf32> = #rt.file<"w.safetensors", 0, 12> key "w" stream 0
}

// -----

rt.model @init_kind {
  // expected-error @+1 {{expected constant, uniform, normal or truncated_normal, got zeros}}
  rt.parameter @w : tensor<2xf32> = #rt.init<zeros, 0.0, 0.0> key "w" stream 0
}

// -----

rt.model @entry_without_dim {
  // expected-error @+1 {{argument "x": expects one dim for each of the 1 '?' of 'tensor<?x4xf32>', got 0}}
  rt.entry @f(x: tensor<?x4xf32>) -> ()
}

// -----

rt.model @entry_unknown_dim {
  // expected-error @+1 {{names @n, which is not an rt.dim of the model}}
  rt.entry @f() -> (y: tensor<?x4xf32> [@n])
}

// -----

rt.model @entry_type {
  // expected-error @+1 {{result "y": expects a ranked tensor, got 'f32'}}
  rt.entry @f() -> (y: f32)
}

// -----

rt.model @entry_names {
  // expected-error @+1 {{expects a name and a list of dims for each argument, got 0 names and 1 lists for 1}}
  "rt.entry"() {sym_name = "f", function_type = (tensor<f32>) -> (), argument_names = [], result_names = [],
                argument_dims = [[]], result_dims = []} : () -> ()
}

// -----

rt.model @prepared {
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{is prepared from @w, which is not an rt.parameter of the model}}
    rt.prepared @p : tensor<4xf32> from [@w]
  }
}

// -----

rt.model @prepared_hides {
  rt.parameter @w : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{has the name of a symbol of the model; expects another one}}
    rt.prepared @w : tensor<4xf32> from [@w]
  }
}

// -----

rt.model @members {
  // expected-error @+1 {{does not stand in rt.model; expects what has a name}}
  %0 = arith.constant 0 : index
}

// -----

rt.model @members_of_variant {
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{does not stand in rt.variant; expects what has a name}}
    %0 = arith.constant 0 : index
  }
}

// -----

rt.model @element {
  // expected-error @+1 {{expects elements of f64, f32, bf16, f16, i64, i32, i8 or i1 and at most 140737488355328 bytes, got 'tensor<4xi16>'}}
  rt.parameter @w : tensor<4xi16> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
}

// -----

rt.model @too_large {
  // expected-error @+1 {{at most 140737488355328 bytes, got 'tensor<4294967296x4294967296xf32>'}}
  rt.state @s : tensor<4294967296x4294967296xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 0
}

// -----

rt.model @element_of_prepared {
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{got 'tensor<4xindex>'}}
    rt.prepared @p : tensor<4xindex> from []
  }
}

// -----

rt.model @element_of_argument {
  // expected-error @+1 {{argument "x": expects elements of f64, f32, bf16, f16, i64, i32, i8 or i1, got 'tensor<4xi16>'}}
  rt.entry @f(x: tensor<4xi16>) -> ()
}
