// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @dynamic(%a: tensor<?x37xi1> [@n], %b: tensor<?x37xi1> [@n]) -> (y: tensor<?x37xi1> [@n]) {
    %y = and %a, %b : tensor<?x37xi1>, tensor<?x37xi1>
    return %y : tensor<?x37xi1>
  }
  func @row(%a: tensor<?x37xi1> [@n], %b: tensor<37xi1>) -> (y: tensor<?x37xi1> [@n]) {
    %y = and %a, %b : tensor<?x37xi1>, tensor<37xi1>
    return %y : tensor<?x37xi1>
  }
  func @outer(%a: tensor<?x1xi1> [@n], %b: tensor<1x5xi1>) -> (y: tensor<?x5xi1> [@n]) {
    %y = and %a, %b : tensor<?x1xi1>, tensor<1x5xi1>
    return %y : tensor<?x5xi1>
  }
  func @scalars(%a: tensor<i1>, %b: tensor<i1>) -> (y: tensor<i1>) {
    %y = and %a, %b : tensor<i1>, tensor<i1>
    return %y : tensor<i1>
  }
}
