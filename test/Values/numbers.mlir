// Numbers stand wherever they may in the forms in which people write them.
// RUN: %values %s
// in x: [-1e30, 2, 4]
// bits y: [-1e30, 2, 4, -inf]
// bits z: [-1e30, 2.5, 4.5, 0.0010000000474974513]
// bits h: [0.5, 0.5]
// bits i: [-3, -3]
// bits b: [True]

dlc.model @m {
  parameter @half : tensor<2xf32> = 0.5
  parameter @whole : tensor<2xi32> = -3
  func @f(%x: tensor<3xf32>) -> (y: tensor<4xf32>, z: tensor<4xf32>, h: tensor<2xf32>, i: tensor<2xi32>, b: tensor<1xi1>) {
    %y = pad %x low [0] high [1] value -inf : tensor<3xf32>
    %half = constant 5e-1 : tensor<f32>
    %sum = add %x, %half : tensor<3xf32>, tensor<f32>
    %z = pad %sum low [0] high [1] value 1E-3 : tensor<3xf32>
    %h = read @half : tensor<2xf32>
    %i = read @whole : tensor<2xi32>
    %b = constant 1 : tensor<1xi1>
    return %y, %z, %h, %i, %b : tensor<4xf32>, tensor<4xf32>, tensor<2xf32>, tensor<2xi32>, tensor<1xi1>
  }
}
