//===- Elementwise.td - Ops that compute each element by itself ---===//

#ifndef DLC_ELEMENTWISE_TD
#define DLC_ELEMENTWISE_TD

include "dialects/dlc/Dialect.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Dlc_ReluOp : Dlc_Op<"relu", [Pure, SameOperandsAndResultType]> {
  let summary = "Rectified linear unit";
  let description = [{
    `max(x, 0)`, elementwise.

    ```mlir
    func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = dlc.relu %x : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
  let arguments = (ins AnyRankedTensor:$input);
  let results = (outs AnyRankedTensor:$output);
  let assemblyFormat = "$input attr-dict `:` type($output)";
}

#endif // DLC_ELEMENTWISE_TD
