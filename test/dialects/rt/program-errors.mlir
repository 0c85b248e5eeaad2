// RUN: dlc-opt %s -split-input-file -verify-diagnostics

rt.model @program_c1 {
  rt.entry @f() -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f() {
      // expected-error @+1 {{does not stand in a program: expects rt ops only}}
      %0 = arith.constant 0 : index
      rt.return
    }
  }
}

// -----

rt.model @program_c2 {
  rt.parameter @w : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.entry @f() -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f() {
      %0 = rt.get @w : tensor<4xf32>
      // expected-error @+1 {{has a value of type 'memref<4xf32>' in a program on tensors}}
      %1 = rt.get @w : memref<4xf32>
      rt.return
    }
  }
}

// -----

rt.model @program_c2_layout {
  rt.entry @f() -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f() {
      // expected-error @+1 {{expects a buffer of identity layout, got 'memref<4xf32, strided<[2]>>'}}
      %1 = rt.slot : memref<4xf32, strided<[2]>> extents affine_map<() -> ()>
      rt.return
    }
  }
}

// -----

rt.model @program_c3_extents {
  rt.dim @n = 1 to 4
  rt.entry @f(x: tensor<?xf32> [@n]) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expects rt.extents with one result per '?' on argument 0 of type 'tensor<?xf32>', got affine_map<() -> ()>}}
    rt.program @f(%x: tensor<?xf32>) {
      rt.return
    }
  }
}

// -----

rt.model @program_c3_return {
  rt.entry @f(x: tensor<4xf32>) -> (y: tensor<4xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      // expected-error @+1 {{expects values of the results' types 'tensor<4xf32>', got}}
      rt.return
    }
  }
}

// -----

rt.model @program_c4 {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{on buffers takes and returns nothing, got '(tensor<4xf32>) -> ()'}}
    rt.program @f(%x: tensor<4xf32>) {
      %0 = rt.argument 0 : memref<4xf32> extents affine_map<() -> ()>
      rt.return
    }
  }
}

// -----

rt.model @program_c5 {
  rt.entry @f() -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f() arena 64 bound 64 {
      // expected-error @+1 {{expects an offset in a program with an arena}}
      %0 = rt.slot : memref<4xf32> extents affine_map<() -> ()>
      rt.return
    }
  }
}

// -----

rt.model @program_c5_no_arena {
  rt.entry @f() -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f() {
      // expected-error @+1 {{has an offset in a program without an arena}}
      %0 = rt.slot at 64 : memref<4xf32> extents affine_map<() -> ()>
      rt.return
    }
  }
}

// -----

rt.model @program_c5_bound {
  rt.entry @f() -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expects both arena and bound or neither}}
    rt.program @f() arena 64 {
      rt.return
    }
  }
}

// -----

rt.model @program_c6_name {
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{is neither @prepare nor the name of an rt.entry of the model}}
    rt.program @g() {
      rt.return
    }
  }
}

// -----

rt.model @program_c6_type {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expects the entry's type '(tensor<4xf32>) -> ()', got '(tensor<8xf32>) -> ()'}}
    rt.program @f(%x: tensor<8xf32>) {
      rt.return
    }
  }
}

// -----

rt.model @program_c6_argument {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f() {
      // expected-error @+1 {{expects a buffer of the entry's arguments and results 'tensor<4xf32>', got 'memref<4xf32>' at 1}}
      %0 = rt.argument 1 : memref<4xf32> extents affine_map<() -> ()>
      rt.return
    }
  }
}

// -----

rt.model @launch_c1 {
  rt.parameter @w : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.entry @f() -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<4xf32>, memref<4xf32>)
    rt.program @f() {
      %0 = rt.get @w : memref<4xf32>
      // expected-error @+1 {{expects either tensors as inputs and results, or memrefs as inputs and outputs, got both}}
      %1 = rt.launch @k ins(%0 : memref<4xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
      rt.return
    }
  }
}

// -----

rt.model @launch_c2 {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<4xf32>, memref<4xf32>)
    rt.program @f(%x: tensor<4xf32>) {
      // expected-error @+1 {{expects extents for each of the 1 results, got 0}}
      %1 = rt.launch @k ins(%x : tensor<4xf32>) outs() -> tensor<4xf32>
      rt.return
    }
  }
}

// -----

rt.model @launch_c2_map {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<4xf32>, memref<?xf32>)
    rt.program @f(%x: tensor<4xf32>) {
      // expected-error @+1 {{expects extents over symbols with one result for each of the 1 '?' of 'tensor<?xf32>'}}
      %1 = rt.launch @k ins(%x : tensor<4xf32>) outs() -> tensor<?xf32> extents [affine_map<() -> ()>]
      rt.return
    }
  }
}

// -----

rt.model @launch_c3 {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<4xf32>, memref<4xf32>)
    rt.program @f(%x: tensor<4xf32>) {
      // expected-error @+1 {{expects reuse to name each of the 1 inputs at most once, got 1}}
      %1 = rt.launch @k ins(%x : tensor<4xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>] reuse [1]
      rt.return
    }
  }
}

// -----

rt.model @launch_c3_count {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<4xf32>, memref<4xf32>)
    rt.program @f(%x: tensor<4xf32>) {
      // expected-error @+1 {{expects reuse for each of the 1 results, got 2}}
      %1 = rt.launch @k ins(%x : tensor<4xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>] reuse [0, -1]
      rt.return
    }
  }
}

// -----

rt.model @launch_c4 {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f(%x: tensor<4xf32>) {
      // expected-error @+1 {{launches @k, which is not a kernel of the variant}}
      %1 = rt.launch @k ins(%x : tensor<4xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
      rt.return
    }
  }
}

// -----

rt.model @launch_c4_count {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<4xf32>)
    rt.program @f(%x: tensor<4xf32>) {
      // expected-error @+1 {{passes 2 inputs and outputs to @k, which takes 1}}
      %1 = rt.launch @k ins(%x : tensor<4xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
      rt.return
    }
  }
}

// -----

rt.model @launch_c4_type {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<4xf32>, memref<4xf64>)
    rt.program @f(%x: tensor<4xf32>) {
      // expected-error @+1 {{passes 'tensor<4xf32>' as argument 1 of @k, which takes 'memref<4xf64>'}}
      %1 = rt.launch @k ins(%x : tensor<4xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
      rt.return
    }
  }
}

// -----

rt.model @get_symbol {
  rt.entry @f() -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f() {
      // expected-error @+1 {{gets @w, which is no parameter, state or prepared value}}
      %0 = rt.get @w : tensor<4xf32>
      rt.return
    }
  }
}

// -----

rt.model @get_type {
  rt.parameter @w : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.entry @f() -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f() {
      // expected-error @+1 {{gets @w of type 'tensor<4xf32>' as 'tensor<2x2xf32>'}}
      %0 = rt.get @w : tensor<2x2xf32>
      rt.return
    }
  }
}

// -----

rt.model @put_parameter {
  rt.parameter @w : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f(%x: tensor<4xf32>) {
      // expected-error @+1 {{puts @w, which is no state of the model}}
      rt.put @w, %x : tensor<4xf32>
      rt.return
    }
  }
}

// -----

rt.model @put_state_in_prepare {
  rt.state @s : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 0
  rt.parameter @w : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 1
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @prepare() {
      %0 = rt.get @w : tensor<4xf32>
      // expected-error @+1 {{puts @s, which is no prepared value of the variant}}
      rt.put @s, %0 : tensor<4xf32>
      rt.return
    }
  }
}

// -----

rt.model @put_type {
  rt.state @s : tensor<8xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 0
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f(%x: tensor<4xf32>) {
      // expected-error @+1 {{puts 'tensor<4xf32>' into @s of type 'tensor<8xf32>'}}
      rt.put @s, %x : tensor<4xf32>
      rt.return
    }
  }
}

// -----

rt.model @put_twice {
  rt.state @s : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 0
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f(%x: tensor<4xf32>) {
      rt.put @s, %x : tensor<4xf32>
      // expected-error @+1 {{is the second of @s; expects at most one}}
      rt.put @s, %x : tensor<4xf32>
      rt.return
    }
  }
}

// -----

rt.model @view_elements {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f(%x: tensor<4xf32>) {
      // expected-error @+1 {{expects as many elements in the result as in the source, got 'tensor<4xf32>' and 'tensor<2x3xf32>'}}
      %0 = rt.view %x : tensor<4xf32> to tensor<2x3xf32>
      rt.return
    }
  }
}

// -----

rt.model @view_type {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f(%x: tensor<4xf32>) {
      // expected-error @+1 {{expects source and result to differ in shape only, got 'tensor<4xf32>' and 'tensor<4xi32>'}}
      %0 = rt.view %x : tensor<4xf32> to tensor<4xi32>
      rt.return
    }
  }
}

// -----

rt.model @check_type {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f(%x: tensor<4xf32>) {
      // expected-error @+1 {{expects integers, got 'tensor<4xf32>'}}
      rt.check %x in 0 to 4, "out of range" : tensor<4xf32>
      rt.return
    }
  }
}

// -----

rt.model @check_extent {
  rt.entry @f(x: tensor<4xi64>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f(%x: tensor<4xi64>) {
      // expected-error@+1 {{expects an extent with one result and no dims of its own, got affine_map<(d0) -> (d0)>}}
      rt.check %x in 0 to 4 extent affine_map<(d0) -> (d0)>, "out of range" : tensor<4xi64>
      rt.return
    }
  }
}

// -----

rt.model @slot_offset {
  rt.entry @f() -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f() arena 64 bound 64 {
      // expected-error @+1 {{expects an offset that is a multiple of 64, got 4}}
      %0 = rt.slot at 4 : memref<4xf32> extents affine_map<() -> ()>
      rt.return
    }
  }
}

// -----

rt.model @argument_index {
  rt.entry @f() -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f() {
      // expected-error @+1 {{expects an index of at least 0, got -1}}
      %0 = rt.argument -1 : memref<4xf32> extents affine_map<() -> ()>
      rt.return
    }
  }
}

// -----

rt.model @copy_types {
  rt.entry @f(x: tensor<4xf32>) -> (y: tensor<2xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f() {
      %0 = rt.argument 0 : memref<4xf32> extents affine_map<() -> ()>
      %1 = rt.argument 1 : memref<2xf32> extents affine_map<() -> ()>
      // expected-error @+1 {{expects source and target of one type, got 'memref<4xf32>' and 'memref<2xf32>'}}
      rt.copy %0 to %1 : memref<4xf32> to memref<2xf32>
      rt.return
    }
  }
}

// -----

rt.model @get_state_in_prepare {
  rt.state @s : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 0
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @prepare() {
      // expected-error @+1 {{gets @s in @prepare, which computes from parameters only}}
      %0 = rt.get @s : tensor<4xf32>
      rt.return
    }
  }
}

// -----

rt.model @program_c6_extents {
  rt.dim @n = 1 to 8
  rt.dim @m = 1 to 16
  rt.entry @f(x: tensor<?xf32> [@n]) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{has extents affine_map<()[s0, s1] -> (s1)> of 0, expects those of the entry, the dims [@n] in their order in the model}}
    rt.program @f(%x: tensor<?xf32> {rt.extents = affine_map<()[n, m] -> (m)>}) {
      rt.return
    }
  }
}

// -----

rt.model @program_c6_extents_on_buffers {
  rt.dim @n = 1 to 8
  rt.dim @m = 1 to 16
  rt.entry @f(x: tensor<4xf32>) -> (y: tensor<?xf32> [@n])
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f() {
      // expected-error @+1 {{expects those of the entry, the dims [@n]}}
      %y = rt.argument 1 : memref<?xf32> extents affine_map<()[n, m] -> (n * 2)>
      rt.return
    }
  }
}

// -----

rt.model @launch_c4_on_tensors {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(tensor<8xf32>) -> tensor<4xf32>
    rt.program @f(%x: tensor<4xf32>) {
      // expected-error @+1 {{passes 'tensor<4xf32>' as argument 0 of @k, which takes 'tensor<8xf32>'}}
      %0 = rt.launch @k ins(%x : tensor<4xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
      rt.return
    }
  }
}

// -----

rt.model @launch_c4_of_neither {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<4xf32>) -> f32
    rt.program @f(%x: tensor<4xf32>) {
      // expected-error @+1 {{expects a kernel on tensors or one on memrefs}}
      %0 = rt.launch @k ins(%x : tensor<4xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
      rt.return
    }
  }
}

// -----

rt.model @program_c6_dims {
  rt.dim @n = 1 to 8
  rt.entry @f(x: tensor<4xi64>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f(%x: tensor<4xi64>) {
      // expected-error @+1 {{expects extents that the 1 dims of the model give, without division by 0, got affine_map<()[s0, s1] -> (s1)>}}
      rt.check %x in 0 to 8 extent affine_map<()[n, m] -> (m)>, "index" : tensor<4xi64>
      rt.return
    }
  }
}

// -----

rt.model @program_arena {
  rt.entry @f() -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expects an arena of 0 to 2305843009213693952 bytes, got -64}}
    rt.program @f() arena -64 bound 0 {
      rt.return
    }
  }
}

// -----

rt.model @launch_c4_layout {
  rt.entry @f(x: tensor<4xf32>) -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<4xf32, strided<[2]>>)
    rt.program @f() {
      %x = rt.argument 0 : memref<4xf32> extents affine_map<() -> ()>
      // expected-error @+1 {{passes 'memref<4xf32>' as argument 0 of @k, which takes 'memref<4xf32, strided<[2]>>'}}
      rt.launch @k ins(%x : memref<4xf32>) outs()
      rt.return
    }
  }
}

// -----

func.func private @worker(index, index, index)
func.func @parallel(%n: index) {
  // expected-error @+1 {{expects a worker that takes (, index, index, memref of bytes), got '(index, index, index) -> ()'}}
  rt.parallel @worker() count %n grain 1
  return
}
