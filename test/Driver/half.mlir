// Where a level has no instruction for f16, integers do the same to the last bit.
//
// REQUIRES: avx2
// RUN: rm -rf %t && mkdir -p %t && dlc %s --cpu=x86-64-v2,x86-64-v3 -o %t/half.so
// RUN: cc -std=c99 -D_GNU_SOURCE -Wall -Wextra -Werror -I%t %S/Inputs/half.c -o %t/half %t/half.so
// RUN: env LD_LIBRARY_PATH=%t DLC_CPU_LEVEL=x86-64-v2 %t/half > %t/v2
// RUN: env LD_LIBRARY_PATH=%t DLC_CPU_LEVEL=x86-64-v3 %t/half > %t/v3
// RUN: cmp %t/v2 %t/v3

dlc.model @half {
  func @convert(%h: tensor<65536xf16>, %f: tensor<65536xf32>, %d: tensor<65536xf64>)
      -> (up: tensor<65536xf32>, to16: tensor<65536xf16>, to_b16: tensor<65536xbf16>, from_double: tensor<65536xf16>) {
    %0 = cast %h : tensor<65536xf16> to f32
    %1 = cast %f : tensor<65536xf32> to f16
    %2 = cast %f : tensor<65536xf32> to bf16
    %3 = cast %d : tensor<65536xf64> to f16
    return %0, %1, %2, %3 : tensor<65536xf32>, tensor<65536xf16>, tensor<65536xbf16>, tensor<65536xf16>
  }
}
