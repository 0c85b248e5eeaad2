// A chain of f16 operators that overflows on the way may be infinite, as when each result is rounded to f16, or finite, as
// its definition is. Where both are finite, an infinity is an error.
// RUN: dlc-run %s --verify=reference | FileCheck %s --check-prefix=OPEN
// OPEN: 0 mismatches
// RUN: not dlc-run %s finite --verify=reference --inject=infinity | FileCheck %s --check-prefix=WRONG
// WRONG: MISMATCH finite() x86-64-v2, 1 thread: y f16[8, 1]: element 7 is inf, expected
// Beyond what f16 holds both are infinite: a finite value is an error.
// RUN: not dlc-run %s infinite --verify=reference --inject=error | FileCheck %s --check-prefix=FINITE
// FINITE: MISMATCH infinite() x86-64-v2, 1 thread: y f16[8, 1]: element 7 is 0, expected inf

dlc.model @m {
  parameter @w : tensor<1x1xf16> = #dlc.fill<1.0e-3>

  // The sum that overflows is an operand of a product, so it is stored in f16.
  func @stored(%x: tensor<8x1xf16>) -> (y: tensor<8x1xf16>) {
    %w = read @w : tensor<1x1xf16>
    %much = constant dense<6.0e4> : tensor<f16>
    %a = abs %x : tensor<8x1xf16>
    %b = add %a, %much : tensor<8x1xf16>, tensor<f16>
    %c = add %b, %much : tensor<8x1xf16>, tensor<f16>
    %y = linear %c, %w : tensor<8x1xf16>, tensor<1x1xf16>
    return %y : tensor<8x1xf16>
  }
  // It stays in a register, which is of f32.
  func @fused(%x: tensor<8x1xf16>) -> (y: tensor<8x1xf16>) {
    %much = constant dense<6.0e4> : tensor<f16>
    %less = constant dense<1.0e-3> : tensor<f16>
    %a = abs %x : tensor<8x1xf16>
    %b = add %a, %much : tensor<8x1xf16>, tensor<f16>
    %c = add %b, %much : tensor<8x1xf16>, tensor<f16>
    %y = mul %c, %less : tensor<8x1xf16>, tensor<f16>
    return %y : tensor<8x1xf16>
  }
  func @finite(%x: tensor<8x1xf16>) -> (y: tensor<8x1xf16>) {
    %y = abs %x : tensor<8x1xf16>
    return %y : tensor<8x1xf16>
  }
  func @infinite(%x: tensor<8x1xf16>) -> (y: tensor<8x1xf16>) {
    %much = constant dense<6.0e4> : tensor<f16>
    %a = abs %x : tensor<8x1xf16>
    %b = add %a, %much : tensor<8x1xf16>, tensor<f16>
    %y = add %b, %much : tensor<8x1xf16>, tensor<f16>
    return %y : tensor<8x1xf16>
  }
}
