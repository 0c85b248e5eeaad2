// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @dynamic(%x: tensor<?x37xi1> [@n]) -> (y: tensor<?x37xi1> [@n]) {
    %y = not %x : tensor<?x37xi1>
    return %y : tensor<?x37xi1>
  }
  func @scalar(%x: tensor<i1>) -> (y: tensor<i1>) {
    %y = not %x : tensor<i1>
    return %y : tensor<i1>
  }
}
