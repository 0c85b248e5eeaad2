// An operator with two results: rows along and across vectors, cut into chunks, of every float.
// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @rows(%x: tensor<?x37xf32> [@n]) -> (m: tensor<?xf32> [@n], v: tensor<?xf32> [@n]) {
    %m, %v = moments %x axes [1] : tensor<?x37xf32>
    return %m, %v : tensor<?xf32>, tensor<?xf32>
  }
  func @columns(%x: tensor<?x37xf32> [@n]) -> (m: tensor<1x37xf32>, v: tensor<1x37xf32>) {
    %m, %v = moments %x axes [0] keep : tensor<?x37xf32>
    return %m, %v : tensor<1x37xf32>, tensor<1x37xf32>
  }
  func @channels(%x: tensor<?x3x5x7xf32> [@n]) -> (m: tensor<3xf32>, v: tensor<3xf32>) {
    %m, %v = moments %x axes [0, 2, 3] : tensor<?x3x5x7xf32>
    return %m, %v : tensor<3xf32>, tensor<3xf32>
  }
  func @channels_last(%x: tensor<?x5x7x19xf32> [@n]) -> (m: tensor<19xf32>, v: tensor<19xf32>) {
    %m, %v = moments %x axes [0, 1, -2] : tensor<?x5x7x19xf32>
    return %m, %v : tensor<19xf32>, tensor<19xf32>
  }
  func @all(%x: tensor<2x3x4xf32>) -> (m: tensor<f32>, v: tensor<f32>) {
    %m, %v = moments %x axes [0, 1, 2] : tensor<2x3x4xf32>
    return %m, %v : tensor<f32>, tensor<f32>
  }
  func @f64(%x: tensor<?x9xf64> [@n]) -> (m: tensor<?x1xf64> [@n], v: tensor<?x1xf64> [@n]) {
    %m, %v = moments %x axes [1] keep : tensor<?x9xf64>
    return %m, %v : tensor<?x1xf64>, tensor<?x1xf64>
  }
  func @bf16(%x: tensor<?x33xbf16> [@n]) -> (m: tensor<33xbf16>, v: tensor<33xbf16>) {
    %m, %v = moments %x axes [0] : tensor<?x33xbf16>
    return %m, %v : tensor<33xbf16>, tensor<33xbf16>
  }
  func @f16(%x: tensor<5x160xf16>) -> (m: tensor<5xf16>, v: tensor<5xf16>) {
    %m, %v = moments %x axes [1] : tensor<5x160xf16>
    return %m, %v : tensor<5xf16>, tensor<5xf16>
  }
  func @extents_of_one(%x: tensor<1x1xf32>, %y: tensor<5x1xf32>) -> (a: tensor<f32>, b: tensor<f32>, c: tensor<5xf32>, d: tensor<5xf32>) {
    %a, %b = moments %x axes [0, 1] : tensor<1x1xf32>
    %c, %d = moments %y axes [1] : tensor<5x1xf32>
    return %a, %b, %c, %d : tensor<f32>, tensor<f32>, tensor<5xf32>, tensor<5xf32>
  }
  func @of_nothing(%x: tensor<4x0xf32>, %y: tensor<0x4xf32>) -> (a: tensor<4xf32>, b: tensor<4xf32>, c: tensor<4xf32>, d: tensor<4xf32>, e: tensor<0xf32>, f: tensor<0xf32>) {
    %a, %b = moments %x axes [1] : tensor<4x0xf32>
    %c, %d = moments %y axes [0] : tensor<0x4xf32>
    %e, %f = moments %y axes [1] : tensor<0x4xf32>
    return %a, %b, %c, %d, %e, %f : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<0xf32>, tensor<0xf32>
  }
  // The mean is large against the deviation, and the first element is far from both.
  func @far(%x: tensor<6x100xf32>, %y: tensor<50x21xf32>) -> (a: tensor<6xf32>, b: tensor<6xf32>, c: tensor<21xf32>, d: tensor<21xf32>) {
    %large = constant dense<1.0e3> : tensor<1xf32>
    %moved = add %x, %large : tensor<6x100xf32>, tensor<1xf32>
    %padded = pad %moved low [0, 1] high [0, 0] value -4.0e4 : tensor<6x100xf32>
    %a, %b = moments %padded axes [1] : tensor<6x101xf32>
    %down = pad %y low [1, 0] high [0, 0] value 4.0e4 : tensor<50x21xf32>
    %c, %d = moments %down axes [0] : tensor<51x21xf32>
    return %a, %b, %c, %d : tensor<6xf32>, tensor<6xf32>, tensor<21xf32>, tensor<21xf32>
  }
  func @equal_elements(%x: tensor<17xf32>) -> (m: tensor<17xf32>, d: tensor<17xf32>) {
    %wide = broadcast %x shape [300, 17] : tensor<17xf32>
    %m, %v = moments %wide axes [0] : tensor<300x17xf32>
    %d = sqrt %v : tensor<17xf32>
    return %m, %d : tensor<17xf32>, tensor<17xf32>
  }

  // Results that nobody uses, that several use, that are returned and used.
  func @only_mean(%x: tensor<?x37xf32> [@n]) -> (y: tensor<?xf32> [@n]) {
    %m, %v = moments %x axes [1] : tensor<?x37xf32>
    %y = mul %m, %m : tensor<?xf32>, tensor<?xf32>
    return %y : tensor<?xf32>
  }
  func @only_variance(%x: tensor<?x37xf32> [@n]) -> (y: tensor<?xf32> [@n]) {
    %m, %v = moments %x axes [1] : tensor<?x37xf32>
    %y = sqrt %v : tensor<?xf32>
    return %y : tensor<?xf32>
  }
  func @same_twice(%x: tensor<?x37xf32> [@n]) -> (m: tensor<?xf32> [@n], again: tensor<?xf32> [@n], v: tensor<?xf32> [@n]) {
    %m, %v = moments %x axes [1] : tensor<?x37xf32>
    return %m, %m, %v : tensor<?xf32>, tensor<?xf32>, tensor<?xf32>
  }
  func @both_in_one(%x: tensor<?x37xf32> [@n]) -> (y: tensor<?xf32> [@n]) {
    %positive = exp %x : tensor<?x37xf32>
    %m, %v = moments %positive axes [1] : tensor<?x37xf32>
    %deviation = sqrt %v : tensor<?xf32>
    %y = div %deviation, %m : tensor<?xf32>, tensor<?xf32>
    return %y : tensor<?xf32>
  }
  // A step of training: the batch is normalised by its statistics, running ones follow.
  func @train(%x: tensor<?x3x5x7xf32> [@n], %s: tensor<3xf32>, %b: tensor<3xf32>, %mean: tensor<3xf32>, %variance: tensor<3xf32>)
      -> (y: tensor<?x3x5x7xf32> [@n], next_mean: tensor<3xf32>, next_variance: tensor<3xf32>) {
    %m, %v = moments %x axes [0, 2, 3] : tensor<?x3x5x7xf32>
    %y = batch_norm %x, %s, %b, %m, %v epsilon 1.0e-5
      : tensor<?x3x5x7xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
    %keep = constant 0.9 : tensor<f32>
    %take = constant 0.1 : tensor<f32>
    %old_mean = mul %mean, %keep : tensor<3xf32>, tensor<f32>
    %new_mean = mul %m, %take : tensor<3xf32>, tensor<f32>
    %next_mean = add %old_mean, %new_mean : tensor<3xf32>, tensor<3xf32>
    %old_variance = mul %variance, %keep : tensor<3xf32>, tensor<f32>
    %new_variance = mul %v, %take : tensor<3xf32>, tensor<f32>
    %next_variance = add %old_variance, %new_variance : tensor<3xf32>, tensor<3xf32>
    return %y, %next_mean, %next_variance : tensor<?x3x5x7xf32>, tensor<3xf32>, tensor<3xf32>
  }
  // More consumers than a kernel has results.
  func @many(%x: tensor<9x37xf32>) -> (a: tensor<9xf32>, b: tensor<9xf32>, c: tensor<9xf32>, d: tensor<9xf32>, e: tensor<9xf32>, f: tensor<9xf32>) {
    %m, %v = moments %x axes [1] : tensor<9x37xf32>
    %a = relu %m : tensor<9xf32>
    %b = tanh %v : tensor<9xf32>
    %c = sigmoid %m : tensor<9xf32>
    %d = add %m, %v : tensor<9xf32>, tensor<9xf32>
    return %m, %v, %a, %b, %c, %d : tensor<9xf32>, tensor<9xf32>, tensor<9xf32>, tensor<9xf32>, tensor<9xf32>, tensor<9xf32>
  }

  // Rows so long that workers take chunks of them.
  func @long_rows(%x: tensor<3x150001xf32>) -> (m: tensor<3xf32>, v: tensor<3xf32>) {
    %m, %v = moments %x axes [1] : tensor<3x150001xf32>
    return %m, %v : tensor<3xf32>, tensor<3xf32>
  }
  func @long_columns(%x: tensor<20003x37xf32>) -> (m: tensor<1x37xf32>, v: tensor<1x37xf32>) {
    %m, %v = moments %x axes [0] keep : tensor<20003x37xf32>
    return %m, %v : tensor<1x37xf32>, tensor<1x37xf32>
  }
  func @long_around(%x: tensor<301x3x1000xbf16>) -> (m: tensor<3xbf16>, v: tensor<3xbf16>) {
    %m, %v = moments %x axes [0, 2] : tensor<301x3x1000xbf16>
    return %m, %v : tensor<3xbf16>, tensor<3xbf16>
  }
  func @long_far(%x: tensor<140000xf64>, %y: tensor<40000x5xf32>) -> (a: tensor<f64>, b: tensor<f64>, c: tensor<5xf32>, d: tensor<5xf32>) {
    %padded = pad %x low [1] high [0] value 1.0e6 : tensor<140000xf64>
    %a, %b = moments %padded axes [0] : tensor<140001xf64>
    %down = pad %y low [1, 0] high [0, 0] value 3.0e4 : tensor<40000x5xf32>
    %c, %d = moments %down axes [0] : tensor<40001x5xf32>
    return %a, %b, %c, %d : tensor<f64>, tensor<f64>, tensor<5xf32>, tensor<5xf32>
  }
}
