// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-pack-operands)))' | FileCheck %s

#s = #rt.contraction<width = 8, tile = <rows = 4, columns = 16, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 48, panel_block = 2, depth_block = 64, pack_panels = 4, tile_panels = 4>
#e = affine_map<() -> ()>
rt.model @m {
  rt.parameter @w : tensor<8x3x5x5xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.parameter @p : tensor<64x20xf32> = #rt.init<constant, 0.0, 0.0> key "p" stream 1
  rt.entry @f(x: tensor<1x3x9x9xf32>, a: tensor<4x64xf32>, b: tensor<64x20xf32>, c: tensor<20x64xf32>)
    -> (y: tensor<1x8x5x5xf32>, u: tensor<4x20xf32>, v: tensor<4x20xf32>, z: tensor<4x20xf32>)
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // CHECK-LABEL: dlc.kernel @pack_{{.*}}_rows_by_16_f32
    // CHECK: pack %{{.*}} tile 16 : tensor<20x64xf32>
    // CHECK-LABEL: dlc.kernel @pack_{{.*}}_columns_by_16_f32
    // CHECK: transpose %{{.*}} [1, 0] : tensor<64x20xf32>
    // CHECK: pack %{{.*}} tile 16 : tensor<20x64xf32>
    // CHECK-LABEL: dlc.kernel @pack_{{.*}}_oihw_by_16_f32
    // CHECK: transpose %{{.*}} [0, 2, 3, 1] : tensor<8x3x5x5xf32>
    // CHECK: reshape %{{.*}} shape [8, -1] : tensor<8x5x5x3xf32>
    // CHECK: pack %{{.*}} tile 16 : tensor<8x75xf32>

    // CHECK-LABEL: dlc.kernel @convolution
    // CHECK-SAME: tensor<1x75x16xf32>
    // CHECK: unpack %{{.*}} rows 8
    // CHECK: reshape %{{.*}} shape [8, 5, 5, 3]
    // CHECK: transpose %{{.*}} [0, 3, 1, 2]
    // CHECK: conv2d
    dlc.kernel @convolution(%x: tensor<1x3x9x9xf32>, %w: tensor<8x3x5x5xf32>) -> tensor<1x8x5x5xf32> attributes {rt.schedule = #s} {
      %0 = conv2d %x, %w : tensor<1x3x9x9xf32>, tensor<8x3x5x5xf32>
      return %0 : tensor<1x8x5x5xf32>
    }
    // A parameter is packed even where its columns lie side by side.
    // CHECK-LABEL: dlc.kernel @of_parameter
    // CHECK: unpack %{{.*}} rows 20
    // CHECK: matmul %{{.*}}, %{{.*}} transpose_b
    dlc.kernel @of_parameter(%a: tensor<4x64xf32>, %b: tensor<64x20xf32>) -> tensor<4x20xf32> attributes {rt.schedule = #s} {
      %0 = matmul %a, %b : tensor<4x64xf32>, tensor<64x20xf32>
      return %0 : tensor<4x20xf32>
    }
    // CHECK-LABEL: dlc.kernel @no_side_by_side
    // CHECK-NOT: unpack
    // CHECK: matmul
    dlc.kernel @no_side_by_side(%a: tensor<4x64xf32>, %b: tensor<64x20xf32>) -> tensor<4x20xf32> attributes {rt.schedule = #s} {
      %0 = matmul %a, %b : tensor<4x64xf32>, tensor<64x20xf32>
      return %0 : tensor<4x20xf32>
    }
    // CHECK-LABEL: dlc.kernel @transposed
    // CHECK: unpack
    dlc.kernel @transposed(%a: tensor<4x64xf32>, %b: tensor<20x64xf32>) -> tensor<4x20xf32> attributes {rt.schedule = #s} {
      %0 = matmul %a, %b transpose_b : tensor<4x64xf32>, tensor<20x64xf32>
      return %0 : tensor<4x20xf32>
    }
    rt.program @prepare() {
      rt.return
    }
    // CHECK-LABEL: rt.program @f
    // CHECK: rt.launch @pack_8_3_5_5_oihw_by_16_f32
    // CHECK-NEXT: rt.launch @convolution
    // CHECK: rt.launch @pack_64_20_columns_by_16_f32
    // CHECK-NEXT: rt.launch @of_parameter
    // CHECK-NEXT: rt.launch @no_side_by_side
    // CHECK-NEXT: rt.launch @pack_20_64_rows_by_16_f32
    // CHECK-NEXT: rt.launch @transposed
    rt.program @f(%x: tensor<1x3x9x9xf32>, %a: tensor<4x64xf32>, %b: tensor<64x20xf32>, %c: tensor<20x64xf32>)
        -> (tensor<1x8x5x5xf32>, tensor<4x20xf32>, tensor<4x20xf32>, tensor<4x20xf32>) {
      %w = rt.get @w : tensor<8x3x5x5xf32>
      %y = rt.launch @convolution ins(%x, %w : tensor<1x3x9x9xf32>, tensor<8x3x5x5xf32>) outs() -> tensor<1x8x5x5xf32> extents [#e]
      %p = rt.get @p : tensor<64x20xf32>
      %u = rt.launch @of_parameter ins(%a, %p : tensor<4x64xf32>, tensor<64x20xf32>) outs() -> tensor<4x20xf32> extents [#e]
      %v = rt.launch @no_side_by_side ins(%a, %b : tensor<4x64xf32>, tensor<64x20xf32>) outs() -> tensor<4x20xf32> extents [#e]
      %z = rt.launch @transposed ins(%a, %c : tensor<4x64xf32>, tensor<20x64xf32>) outs() -> tensor<4x20xf32> extents [#e]
      rt.return %y, %u, %v, %z : tensor<1x8x5x5xf32>, tensor<4x20xf32>, tensor<4x20xf32>, tensor<4x20xf32>
    }
  }
}

// Each group has a matrix of its own; the kernel's last reshape says which columns are whose.
rt.model @groups {
  rt.parameter @w : tensor<8x2x3x3xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.entry @f(x: tensor<1x4x9x9xf32>) -> (y: tensor<1x8x7x7xf32>)
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // CHECK-LABEL: dlc.kernel @pack_8_2_3_3_oihw_groups_2_by_16_f32
    // CHECK: reshape %{{.*}} shape [2, 4, -1] : tensor<8x3x3x2xf32>
    // CHECK: pack %{{.*}} tile 16 : tensor<2x4x18xf32>
    // CHECK-LABEL: dlc.kernel @grouped
    // CHECK: unpack %{{.*}} rows 4 : tensor<2x1x18x16xf32>
    // CHECK: reshape %{{.*}} shape [2, 4, 3, 3, 2]
    // CHECK: transpose %{{.*}} [0, 1, 4, 2, 3]
    // CHECK: reshape %{{.*}} shape [8, 2, 3, 3] : tensor<2x4x2x3x3xf32>
    // CHECK: conv2d
    dlc.kernel @grouped(%x: tensor<1x4x9x9xf32>, %w: tensor<8x2x3x3xf32>) -> tensor<1x8x7x7xf32> attributes {rt.schedule = #s} {
      %0 = conv2d %x, %w groups 2 : tensor<1x4x9x9xf32>, tensor<8x2x3x3xf32>
      return %0 : tensor<1x8x7x7xf32>
    }
    rt.program @prepare() {
      rt.return
    }
    rt.program @f(%x: tensor<1x4x9x9xf32>) -> (tensor<1x8x7x7xf32>) {
      %w = rt.get @w : tensor<8x2x3x3xf32>
      %y = rt.launch @grouped ins(%x, %w : tensor<1x4x9x9xf32>, tensor<8x2x3x3xf32>) outs() -> tensor<1x8x7x7xf32> extents [#e]
      rt.return %y : tensor<1x8x7x7xf32>
    }
  }
}

// Pairs of the depth lie side by side where a step takes two; the last of 63 beside a 0.
#d = #rt.contraction<width = 16, tile = <rows = 4, columns = 32, depth = 2, interleave = 2, left = bf16, right = bf16, accumulator = f32, result = f32>, batch_block = 1, row_block = 48, panel_block = 2, depth_block = 64, pack_panels = 4, tile_panels = 4>
rt.model @pairs {
  rt.parameter @w : tensor<20x63xbf16> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.entry @f(x: tensor<4x63xbf16>) -> (y: tensor<4x20xbf16>)
  rt.variant @x86_64_v4_bf16 #rt.target<cpu, "x86-64-v4-bf16"> {
    // CHECK-LABEL: dlc.kernel @pack_20_63_rows_by_32_bf16_in_groups_of_2
    // CHECK-SAME: tensor<1x32x64xbf16>
    // CHECK: pack %{{.*}} tile 32 interleave 2 : tensor<20x63xbf16>
    // CHECK-LABEL: dlc.kernel @linear
    // CHECK: unpack %{{.*}} rows 20 interleave 2 columns 63 : tensor<1x32x64xbf16>
    dlc.kernel @linear(%x: tensor<4x63xbf16>, %w: tensor<20x63xbf16>) -> tensor<4x20xbf16> attributes {rt.schedule = #d} {
      %0 = linear %x, %w : tensor<4x63xbf16>, tensor<20x63xbf16>
      return %0 : tensor<4x20xbf16>
    }
    rt.program @prepare() {
      rt.return
    }
    rt.program @f(%x: tensor<4x63xbf16>) -> (tensor<4x20xbf16>) {
      %w = rt.get @w : tensor<20x63xbf16>
      %y = rt.launch @linear ins(%x, %w : tensor<4x63xbf16>, tensor<20x63xbf16>) outs() -> tensor<4x20xbf16> extents [#e]
      rt.return %y : tensor<4x20xbf16>
    }
  }
}
