// RUN: dlc-opt %s --pass-pipeline="builtin.module(rt.model(rt.variant(dlc-verify-plan)))" -split-input-file -verify-diagnostics

rt.model @overwritten {
  rt.dim @n = 1 to 8
  rt.parameter @w : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.state @s : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.entry @f(x: tensor<16xf32>, label: tensor<4xi64>) -> (y: tensor<16xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<16xf32>, memref<16xf32>)
    func.func private @two(memref<16xf32>, memref<16xf32>, memref<16xf32>)
    rt.program @f() arena 128 bound 128 {
      %x = rt.argument 0 : memref<16xf32> extents affine_map<() -> ()>
      %y = rt.argument 2 : memref<16xf32> extents affine_map<() -> ()>
      // expected-note @+1 {{the slot}}
      %0 = rt.slot at 0 : memref<16xf32> extents affine_map<() -> ()>
      // expected-note @+1 {{the other one}}
      %1 = rt.slot at 0 : memref<16xf32> extents affine_map<() -> ()>
      rt.launch @k ins(%x : memref<16xf32>) outs(%0 : memref<16xf32>)
      rt.launch @k ins(%x : memref<16xf32>) outs(%1 : memref<16xf32>)
      // expected-error @+1 {{reads a slot that another one has overwritten}}
      rt.launch @k ins(%0 : memref<16xf32>) outs(%y : memref<16xf32>)
      rt.return
    }
  }
}

// -----

rt.model @overwritten_in_part {
  rt.dim @n = 1 to 8
  rt.parameter @w : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.state @s : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.entry @f(x: tensor<16xf32>, label: tensor<4xi64>) -> (y: tensor<16xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<16xf32>, memref<16xf32>)
    func.func private @two(memref<16xf32>, memref<16xf32>, memref<16xf32>)
    func.func private @part(memref<16xf32>, memref<?x1xf32>)
    rt.program @f() arena 128 bound 128 {
      %x = rt.argument 0 : memref<16xf32> extents affine_map<() -> ()>
      %y = rt.argument 2 : memref<16xf32> extents affine_map<() -> ()>
      // expected-note @+1 {{the slot}}
      %0 = rt.slot at 0 : memref<16xf32> extents affine_map<() -> ()>
      // expected-note @+1 {{the other one}}
      %1 = rt.slot at 0 : memref<?xf32> extents affine_map<()[n] -> (n)>
      %2 = rt.view %1 : memref<?xf32> to memref<?x1xf32> extents affine_map<()[n] -> (n)>
      rt.launch @k ins(%x : memref<16xf32>) outs(%0 : memref<16xf32>)
      rt.launch @part ins(%x : memref<16xf32>) outs(%2 : memref<?x1xf32>)
      // expected-error @+1 {{reads a slot that another one has overwritten}}
      rt.launch @k ins(%0 : memref<16xf32>) outs(%y : memref<16xf32>)
      rt.return
    }
  }
}

// -----

rt.model @before_write {
  rt.dim @n = 1 to 8
  rt.parameter @w : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.state @s : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.entry @f(x: tensor<16xf32>, label: tensor<4xi64>) -> (y: tensor<16xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<16xf32>, memref<16xf32>)
    func.func private @two(memref<16xf32>, memref<16xf32>, memref<16xf32>)
    rt.program @f() arena 128 bound 128 {
      %x = rt.argument 0 : memref<16xf32> extents affine_map<() -> ()>
      %y = rt.argument 2 : memref<16xf32> extents affine_map<() -> ()>
      // expected-note @+1 {{the slot}}
      %0 = rt.slot at 0 : memref<16xf32> extents affine_map<() -> ()>
      // expected-error @+1 {{reads a slot before it is written}}
      rt.launch @k ins(%0 : memref<16xf32>) outs(%y : memref<16xf32>)
      rt.return
    }
  }
}

// -----

rt.model @check_before_write {
  rt.dim @n = 1 to 8
  rt.parameter @w : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.state @s : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.entry @f(x: tensor<16xf32>, label: tensor<4xi64>) -> (y: tensor<16xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<16xf32>, memref<16xf32>)
    func.func private @two(memref<16xf32>, memref<16xf32>, memref<16xf32>)
    rt.program @f() arena 128 bound 128 {
      %x = rt.argument 0 : memref<16xf32> extents affine_map<() -> ()>
      %y = rt.argument 2 : memref<16xf32> extents affine_map<() -> ()>
      // expected-note @+1 {{the slot}}
      %0 = rt.slot at 0 : memref<4xi64> extents affine_map<() -> ()>
      // expected-error @+1 {{reads a slot before it is written}}
      rt.check %0 in 0 to 4, "label" : memref<4xi64>
      rt.return
    }
  }
}

// -----

rt.model @copy_before_write {
  rt.dim @n = 1 to 8
  rt.parameter @w : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.state @s : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.entry @f(x: tensor<16xf32>, label: tensor<4xi64>) -> (y: tensor<16xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<16xf32>, memref<16xf32>)
    func.func private @two(memref<16xf32>, memref<16xf32>, memref<16xf32>)
    rt.program @f() arena 128 bound 128 {
      %x = rt.argument 0 : memref<16xf32> extents affine_map<() -> ()>
      %y = rt.argument 2 : memref<16xf32> extents affine_map<() -> ()>
      // expected-note @+1 {{the slot}}
      %0 = rt.slot at 0 : memref<16xf32> extents affine_map<() -> ()>
      // expected-error @+1 {{reads a slot before it is written}}
      rt.copy %0 to %y : memref<16xf32> to memref<16xf32>
      rt.return
    }
  }
}

// -----

rt.model @beyond_arena {
  rt.dim @n = 1 to 8
  rt.parameter @w : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.state @s : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.entry @f(x: tensor<16xf32>, label: tensor<4xi64>) -> (y: tensor<16xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<16xf32>, memref<16xf32>)
    func.func private @two(memref<16xf32>, memref<16xf32>, memref<16xf32>)
    rt.program @f() arena 128 bound 128 {
      %x = rt.argument 0 : memref<16xf32> extents affine_map<() -> ()>
      %y = rt.argument 2 : memref<16xf32> extents affine_map<() -> ()>
      // expected-error @+1 {{expects to end within the arena of 128 bytes, got 64 bytes at 128}}
      %0 = rt.slot at 128 : memref<16xf32> extents affine_map<() -> ()>
      rt.return
    }
  }
}

// -----

rt.model @outputs_share {
  rt.dim @n = 1 to 8
  rt.parameter @w : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.state @s : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.entry @f(x: tensor<16xf32>, label: tensor<4xi64>) -> (y: tensor<16xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<16xf32>, memref<16xf32>)
    func.func private @two(memref<16xf32>, memref<16xf32>, memref<16xf32>)
    rt.program @f() arena 128 bound 128 {
      %x = rt.argument 0 : memref<16xf32> extents affine_map<() -> ()>
      %y = rt.argument 2 : memref<16xf32> extents affine_map<() -> ()>
      %0 = rt.slot at 0 : memref<16xf32> extents affine_map<() -> ()>
      %1 = rt.slot at 0 : memref<16xf32> extents affine_map<() -> ()>
      // expected-error @+1 {{writes two outputs to the same memory}}
      rt.launch @two ins(%x : memref<16xf32>) outs(%0, %1 : memref<16xf32>, memref<16xf32>)
      rt.return
    }
  }
}

// -----

rt.model @not_allowed {
  rt.dim @n = 1 to 8
  rt.parameter @w : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.state @s : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.entry @f(x: tensor<16xf32>, label: tensor<4xi64>) -> (y: tensor<16xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<16xf32>, memref<16xf32>)
    func.func private @two(memref<16xf32>, memref<16xf32>, memref<16xf32>)
    rt.program @f() arena 128 bound 128 {
      %x = rt.argument 0 : memref<16xf32> extents affine_map<() -> ()>
      %y = rt.argument 2 : memref<16xf32> extents affine_map<() -> ()>
      %0 = rt.slot at 0 : memref<16xf32> extents affine_map<() -> ()>
      rt.launch @k ins(%x : memref<16xf32>) outs(%0 : memref<16xf32>)
      // expected-error @+1 {{writes output 0 over input 0, which its reuse does not allow}}
      rt.launch @k ins(%0 : memref<16xf32>) outs(%0 : memref<16xf32>)
      rt.return
    }
  }
}

// -----

rt.model @input_of_another_slot {
  rt.dim @n = 1 to 8
  rt.parameter @w : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.state @s : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.entry @f(x: tensor<16xf32>, label: tensor<4xi64>) -> (y: tensor<16xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<16xf32>, memref<16xf32>)
    func.func private @two(memref<16xf32>, memref<16xf32>, memref<16xf32>)
    rt.program @f() arena 128 bound 128 {
      %x = rt.argument 0 : memref<16xf32> extents affine_map<() -> ()>
      %y = rt.argument 2 : memref<16xf32> extents affine_map<() -> ()>
      %0 = rt.slot at 0 : memref<16xf32> extents affine_map<() -> ()>
      %1 = rt.slot at 0 : memref<16xf32> extents affine_map<() -> ()>
      rt.launch @k ins(%x : memref<16xf32>) outs(%0 : memref<16xf32>)
      // expected-error @+1 {{writes output 0 over input 0, which its reuse does not allow}}
      rt.launch @k ins(%0 : memref<16xf32>) outs(%1 : memref<16xf32>)
      rt.return
    }
  }
}

// -----

rt.model @view_too_large {
  rt.dim @n = 1 to 8
  rt.parameter @w : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.state @s : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.entry @f(x: tensor<16xf32>, label: tensor<4xi64>) -> (y: tensor<16xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<16xf32>, memref<16xf32>)
    func.func private @two(memref<16xf32>, memref<16xf32>, memref<16xf32>)
    rt.program @f() arena 128 bound 128 {
      %x = rt.argument 0 : memref<16xf32> extents affine_map<() -> ()>
      %y = rt.argument 2 : memref<16xf32> extents affine_map<() -> ()>
      %0 = rt.slot at 0 : memref<?xf32> extents affine_map<()[n] -> (n)>
      // expected-error @+1 {{expects a result no larger than its source, got 'memref<16xf32>' of 'memref<?xf32>'}}
      %1 = rt.view %0 : memref<?xf32> to memref<16xf32>
      rt.return
    }
  }
}

// -----

rt.model @argument_written {
  rt.dim @n = 1 to 8
  rt.parameter @w : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.state @s : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.entry @f(x: tensor<16xf32>, label: tensor<4xi64>) -> (y: tensor<16xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<16xf32>, memref<16xf32>)
    func.func private @two(memref<16xf32>, memref<16xf32>, memref<16xf32>)
    rt.program @f() arena 128 bound 128 {
      %x = rt.argument 0 : memref<16xf32> extents affine_map<() -> ()>
      %y = rt.argument 2 : memref<16xf32> extents affine_map<() -> ()>
      // expected-error @+1 {{writes argument 0 of the entry}}
      rt.copy %y to %x : memref<16xf32> to memref<16xf32>
      rt.return
    }
  }
}

// -----

rt.model @parameter_written {
  rt.dim @n = 1 to 8
  rt.parameter @w : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.state @s : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.entry @f(x: tensor<16xf32>, label: tensor<4xi64>) -> (y: tensor<16xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<16xf32>, memref<16xf32>)
    func.func private @two(memref<16xf32>, memref<16xf32>, memref<16xf32>)
    rt.program @f() arena 128 bound 128 {
      %x = rt.argument 0 : memref<16xf32> extents affine_map<() -> ()>
      %y = rt.argument 2 : memref<16xf32> extents affine_map<() -> ()>
      %w = rt.get @w : memref<16xf32>
      // expected-error @+1 {{writes @w, which is constant here}}
      rt.launch @k ins(%x : memref<16xf32>) outs(%w : memref<16xf32>)
      rt.return
    }
  }
}

// -----

rt.model @state_before_check {
  rt.dim @n = 1 to 8
  rt.parameter @w : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.state @s : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.entry @f(x: tensor<16xf32>, label: tensor<4xi64>) -> (y: tensor<16xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<16xf32>, memref<16xf32>)
    func.func private @two(memref<16xf32>, memref<16xf32>, memref<16xf32>)
    rt.program @f() arena 128 bound 128 {
      %x = rt.argument 0 : memref<16xf32> extents affine_map<() -> ()>
      %y = rt.argument 2 : memref<16xf32> extents affine_map<() -> ()>
      %label = rt.argument 1 : memref<4xi64> extents affine_map<() -> ()>
      %s = rt.get @s : memref<16xf32>
      // expected-error @+1 {{writes state @s before it is known whether the call fails}}
      rt.launch @k ins(%x : memref<16xf32>) outs(%s : memref<16xf32>)
      rt.check %label in 0 to 4, "label" : memref<4xi64>
      rt.return
    }
  }
}

// -----

rt.model @no_plan {
  rt.entry @f() -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{has no plan to verify: run dlc-plan-memory before}}
    rt.program @f() {
      rt.return
    }
  }
}

// -----

rt.model @result_never_written {
  rt.entry @f() -> (y: tensor<16xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{never writes result 0 of the entry}}
    rt.program @f() arena 0 bound 0 {
      rt.return
    }
  }
}

// -----

// 8 elements of each where both dims are largest, but not where @n is small.
rt.model @view_that_grows {
  rt.dim @n = 1 to 8
  rt.dim @m = 1 to 8
  rt.entry @f(x: tensor<?xf32> [@n], y: tensor<?xf32> [@m]) -> (z: tensor<4xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f() arena 0 bound 0 {
      %x = rt.argument 0 : memref<?xf32> extents affine_map<()[n, m] -> (n)>
      // expected-error @+1 {{expects a result no larger than its source}}
      %0 = rt.view %x : memref<?xf32> to memref<?x1xf32> extents affine_map<()[n, m] -> (m)>
      rt.return
    }
  }
}

// -----

rt.model @copy_of_other_extents {
  rt.dim @n = 1 to 8
  rt.dim @m = 1 to 8
  rt.entry @f(x: tensor<?xf32> [@n], y: tensor<?xf32> [@m]) -> (z: tensor<?xf32> [@m])
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f() arena 0 bound 0 {
      %x = rt.argument 0 : memref<?xf32> extents affine_map<()[n, m] -> (n)>
      %z = rt.argument 2 : memref<?xf32> extents affine_map<()[n, m] -> (m)>
      // expected-error @+1 {{expects source and target of equal extents}}
      rt.copy %x to %z : memref<?xf32> to memref<?xf32>
      rt.return
    }
  }
}

// -----

rt.model @prepared_never_written {
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.prepared @p : tensor<4xf32> from []
    // expected-error @+1 {{never writes the prepared value @p}}
    rt.program @prepare() arena 0 bound 0 {
      rt.return
    }
  }
}

// -----

rt.model @slot_of_no_size {
  rt.entry @f() -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{has slots whose bytes cannot be counted}}
    rt.program @f() arena 64 bound 64 {
      %0 = rt.slot at 0 : memref<4xindex> extents affine_map<() -> ()>
      rt.return
    }
  }
}

// -----

// Sizes that grow with the dim: what is apart at one extent is not at another. Nothing says that %1 lies above %0.
rt.model @apart_at_one_extent {
  rt.dim @n = 1 to 64
  rt.entry @f(x: tensor<?xf32> [@n]) -> (y: tensor<?xf32> [@n])
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<?xf32>, memref<?xf32>)
    func.func private @join(memref<?xf32>, memref<?xf32>, memref<?xf32>)
    rt.program @f() arena affine_map<()[n] -> (n * 4 + 1024)> bound 512 {
      // expected-note @+1 {{the slot}}
      %0 = rt.slot at 0 : memref<?xf32> extents affine_map<()[n] -> (n)>
      // expected-note @+1 {{the other one}}
      %1 = rt.slot at 256 : memref<?xf32> extents affine_map<()[n] -> (n)>
      %x = rt.argument 0 : memref<?xf32> extents affine_map<()[n] -> (n)>
      %y = rt.argument 1 : memref<?xf32> extents affine_map<()[n] -> (n)>
      rt.launch @k ins(%x : memref<?xf32>) outs(%0 : memref<?xf32>)
      rt.launch @k ins(%x : memref<?xf32>) outs(%1 : memref<?xf32>)
      // expected-error @+1 {{reads a slot that another one has overwritten}}
      rt.launch @join ins(%0, %1 : memref<?xf32>, memref<?xf32>) outs(%y : memref<?xf32>)
      rt.return
    }
  }
}

// -----

// The arena is right for the smallest extents only.
rt.model @arena_grows_too_little {
  rt.dim @n = 1 to 64
  rt.dim @m = 0 to 64
  rt.entry @f() -> ()
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.program @f() arena affine_map<()[n, m] -> (128, m * 64)> bound 64 {
      %0 = rt.slot at 0 : memref<?xf32> extents affine_map<()[n, m] -> (m)>
      // expected-error @+1 {{expects to end within the arena of 4096 bytes, got 4096 bytes at 256}}
      %1 = rt.slot at 0 above(%0 : memref<?xf32>) : memref<?x16xf32> extents affine_map<()[n, m] -> (n)>
      rt.return
    }
  }
}
