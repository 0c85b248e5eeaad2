//===- Attention.td - Softmax of query-key products, times values ---------===//

#ifndef DLC_ATTENTION_TD
#define DLC_ATTENTION_TD

include "dialects/dlc/Dialect.td"

def Dlc_AttentionOp : Dlc_TensorOp<"attention", "Attention"> {
  let summary = "Scaled dot-product attention with grouped heads";
  let description = [{
    `softmax(scale * q k' + mask) v` per batch and head. Query head `h` uses key
    and value head `h / (Hq / Hkv)`. `scale` is 1/sqrt(D) where left out. A
    boolean mask says which keys a query may see, a float mask is added. With
    `causal` query `t` sees the keys `s <= t + S - T`: the last query is aligned
    with the last key. A query that sees no key yields zeros. A key that is
    hidden, by `causal`, by false or by -inf in the mask, does not matter: what
    it and its value hold, NaN too, is never seen.

    Constraints:
    - (C1) `query`, `key` and `value` have rank 4
    - (C2) batches are equal, `key` and `value` have one shape, and D of `query`
    - (C3) the heads of `query` are a multiple of those of `key`
    - (C4) `mask` has the element type of `query` or bool
    - (C5) `mask` can be broadcast to (B, Hq, T, S)
    - (C6) `query`, `key` and `value` have one element type

    ```mlir
    dlc.func private @f(%q: tensor<?x8x5x16xf32>, %k: tensor<?x2x5x16xf32>) -> tensor<?x8x5x16xf32> {
      %y = attention %q, %k, %k scale 0.25 causal
        : tensor<?x8x5x16xf32>, tensor<?x2x5x16xf32>, tensor<?x2x5x16xf32>
      return %y : tensor<?x8x5x16xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_FloatTensor:$query,            // (B, Hq, T, D)
                       Dlc_FloatTensor:$key,              // (B, Hkv, S, D)
                       Dlc_FloatTensor:$value,            // (B, Hkv, S, D)
                       Optional<Dlc_Tensor>:$mask,        // broadcast to (B, Hq, T, S)
                       OptionalAttr<F64Attr>:$scale, UnitAttr:$causal);
  let results = (outs Dlc_FloatTensor:$result);           // (B, Hq, T, D)
  let assemblyFormat = "operands (`scale` custom<Number>($scale)^)? (`causal` $causal^)? attr-dict `:` type(operands)";
  let declarations = [{
    /// The scale, also where it is left out; D must be known then.
    double getScaleOrDefault(int64_t headSize);
  }];
  let hasVerifier = 1;
}

#endif // DLC_ATTENTION_TD
