// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  parameter @w : tensor<40x24xf32> = #dlc.kaiming_uniform
  parameter @b : tensor<40xf32> = #dlc.normal<0.0, 1.0>
  func @parameters(%x: tensor<?x24xf32> [@n]) -> (y: tensor<?x40xf32> [@n]) {
    %w = read @w : tensor<40x24xf32>
    %b = read @b : tensor<40xf32>
    %h = linear %x, %w, %b : tensor<?x24xf32>, tensor<40x24xf32>, tensor<40xf32>
    %y = relu %h : tensor<?x40xf32>
    return %y : tensor<?x40xf32>
  }
  func @f32(%x: tensor<?x37xf32> [@n], %w: tensor<19x37xf32>, %b: tensor<19xf32>) -> (y: tensor<?x19xf32> [@n]) {
    %y = linear %x, %w, %b : tensor<?x37xf32>, tensor<19x37xf32>, tensor<19xf32>
    return %y : tensor<?x19xf32>
  }
  func @no_bias(%x: tensor<?x64xf32> [@n], %w: tensor<32x64xf32>) -> (y: tensor<?x32xf32> [@n]) {
    %y = linear %x, %w : tensor<?x64xf32>, tensor<32x64xf32>
    return %y : tensor<?x32xf32>
  }
  func @f64(%x: tensor<?x7xf64> [@n], %w: tensor<5x7xf64>, %b: tensor<5xf64>) -> (y: tensor<?x5xf64> [@n]) {
    %y = linear %x, %w, %b : tensor<?x7xf64>, tensor<5x7xf64>, tensor<5xf64>
    return %y : tensor<?x5xf64>
  }
  func @bf16(%x: tensor<?x33xbf16> [@n], %w: tensor<17x33xbf16>, %b: tensor<17xbf16>) -> (y: tensor<?x17xbf16> [@n]) {
    %y = linear %x, %w, %b : tensor<?x33xbf16>, tensor<17x33xbf16>, tensor<17xbf16>
    return %y : tensor<?x17xbf16>
  }
  func @f16(%x: tensor<?x16xf16> [@n], %w: tensor<9x16xf16>, %b: tensor<9xf16>) -> (y: tensor<?x9xf16> [@n]) {
    %y = linear %x, %w, %b : tensor<?x16xf16>, tensor<9x16xf16>, tensor<9xf16>
    return %y : tensor<?x9xf16>
  }
  func @one(%x: tensor<?x1xf32> [@n], %w: tensor<1x1xf32>, %b: tensor<1xf32>) -> (y: tensor<?x1xf32> [@n]) {
    %y = linear %x, %w, %b : tensor<?x1xf32>, tensor<1x1xf32>, tensor<1xf32>
    return %y : tensor<?x1xf32>
  }
  func @vector(%x: tensor<129xf32>, %w: tensor<65x129xf32>, %b: tensor<65xf32>) -> (y: tensor<65xf32>) {
    %y = linear %x, %w, %b : tensor<129xf32>, tensor<65x129xf32>, tensor<65xf32>
    return %y : tensor<65xf32>
  }
  func @batched(%x: tensor<2x?x20xf32> [@n], %w: tensor<48x20xf32>, %b: tensor<48xf32>)
      -> (y: tensor<2x?x48xf32> [@n]) {
    %y = linear %x, %w, %b : tensor<2x?x20xf32>, tensor<48x20xf32>, tensor<48xf32>
    return %y : tensor<2x?x48xf32>
  }
  func @deep(%x: tensor<3x1100xf32>, %w: tensor<70x1100xf32>, %b: tensor<70xf32>) -> (y: tensor<3x70xf32>) {
    %y = linear %x, %w, %b : tensor<3x1100xf32>, tensor<70x1100xf32>, tensor<70xf32>
    return %y : tensor<3x70xf32>
  }
  func @wide(%x: tensor<13x40xf32>, %w: tensor<530x40xf32>) -> (y: tensor<13x530xf32>) {
    %y = linear %x, %w : tensor<13x40xf32>, tensor<530x40xf32>
    return %y : tensor<13x530xf32>
  }
  // Strips are packed: whole and partial squares of rows and of k, a k that is cut.
  func @packed(%x: tensor<?x23xf32> [@n], %w: tensor<530x23xf32>) -> (y: tensor<?x530xf32> [@n]) {
    %y = linear %x, %w : tensor<?x23xf32>, tensor<530x23xf32>
    return %y : tensor<?x530xf32>
  }
  func @packed_f64(%x: tensor<31x23xf64>, %w: tensor<130x23xf64>) -> (y: tensor<31x130xf64>) {
    %y = linear %x, %w : tensor<31x23xf64>, tensor<130x23xf64>
    return %y : tensor<31x130xf64>
  }
  func @packed_bf16(%x: tensor<?x40xbf16> [@n], %w: tensor<200x40xbf16>) -> (y: tensor<?x200xbf16> [@n]) {
    %y = linear %x, %w : tensor<?x40xbf16>, tensor<200x40xbf16>
    return %y : tensor<?x200xbf16>
  }
  func @packed_deep(%x: tensor<55x1101xf32>, %w: tensor<130x1101xf32>) -> (y: tensor<55x130xf32>) {
    %y = linear %x, %w : tensor<55x1101xf32>, tensor<130x1101xf32>
    return %y : tensor<55x130xf32>
  }
}
