// State from call to call: in place where a call cannot fail, at the end where it can, and what is returned as it is.
//
// RUN: rm -rf %t && mkdir -p %t && dlc %s -o %t/tally.so
// RUN: cc -std=c99 -Wall -Wextra -Werror -I%t %S/Inputs/state.c -o %t/tally %t/tally.so
// RUN: env LD_LIBRARY_PATH=%t %t/tally
// RUN: env LD_LIBRARY_PATH=%t DLC_CPU_LEVEL=x86-64-v2 DLC_THREADS=2 %t/tally
// RUN: dlc %s --emit=memory --cpu=x86-64-v3 | FileCheck %s

dlc.model @tally {
  state @sum : tensor<37xf32> = #dlc.zeros
  state @a : tensor<3xf32> = dense<[1.0, 2.0, 3.0]>
  state @b : tensor<3xf32> = dense<[4.0, 5.0, 6.0]>

  // CHECK-LABEL: rt.program @add()
  // CHECK: %[[SUM:.*]] = rt.get @sum
  // CHECK: rt.launch @{{.*}} outs(%[[SUM]] : memref<37xf32>) reuse
  // CHECK-NOT: commit
  func @add(%x: tensor<37xf32>) -> (y: tensor<37xf32>) {
    %old = read @sum : tensor<37xf32>
    %new = add %old, %x : tensor<37xf32>, tensor<37xf32>
    write @sum, %new : tensor<37xf32>
    return %x : tensor<37xf32>
  }
  // CHECK-LABEL: rt.program @total()
  func @total() -> (first: tensor<37xf32>, again: tensor<37xf32>) {
    %sum = read @sum : tensor<37xf32>
    return %sum, %sum : tensor<37xf32>, tensor<37xf32>
  }
  func @swap() -> (a: tensor<3xf32>) {
    %a = read @a : tensor<3xf32>
    %b = read @b : tensor<3xf32>
    write @a, %b : tensor<3xf32>
    write @b, %a : tensor<3xf32>
    return %a : tensor<3xf32>
  }
  // CHECK-LABEL: rt.program @shuffle()
  // CHECK: rt.check
  // CHECK: rt.copy {{.*}} commit
  func @shuffle(%order: tensor<3xi64>) -> (a: tensor<3xf32>) {
    %a = read @a : tensor<3xf32>
    %new = gather %a, %order axis 0 : tensor<3xf32>, tensor<3xi64>
    write @a, %new : tensor<3xf32>
    return %new : tensor<3xf32>
  }
}
