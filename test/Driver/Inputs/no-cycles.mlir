rt.model @m {
  rt.entry @forward(x: tensor<64xf32>) -> (y: tensor<64xf32>)
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(%x: memref<64xf32>, %y: memref<64xf32>) {
      %z = arith.constant 0.0 : f32
      scf.forall (%i) in (64) {
        memref.store %z, %y[%i] : memref<64xf32>
      } {mapping = [#rt.map<worker, 0>]}
      return
    }
    rt.program @forward() arena 0 bound 0 {
      %x = rt.argument 0 : memref<64xf32> extents affine_map<() -> ()>
      %y = rt.argument 1 : memref<64xf32> extents affine_map<() -> ()>
      rt.launch @k ins(%x : memref<64xf32>) outs(%y : memref<64xf32>)
      rt.return
    }
  }
}
