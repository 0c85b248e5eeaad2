dlc.model @wide {
  func @forward(%x: tensor<100xf64>) -> (y: tensor<100xf64>) {
    %0 = exp %x : tensor<100xf64>
    return %0 : tensor<100xf64>
  }
}
