// An arena follows the extents that are reserved, to the byte that the header says.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: dlc %s --cpu=x86-64-v2 -o %t/pair.so
// RUN: cc -std=c99 -Wall -Wextra -pedantic -Werror -I%t %S/Inputs/arena.c -o %t/arena %t/pair.so
// RUN: env LD_LIBRARY_PATH=%t %t/arena
//
// At all levels together the header's number is the largest of them.
// RUN: mkdir %t/all && dlc %s -o %t/all/pair.so && FileCheck %s --check-prefix=HEADER --input-file=%t/all/pair.h
// HEADER: #define PAIR_ARENA_BYTES(threads, n_, m_) \
// HEADER-NEXT: ((uint64_t)(DLC_MAX({{.*}}(int64_t)(n_) * (int64_t)(m_) *

dlc.model @pair {
  dim @n = 0 to 100000
  dim @m = 1 to 1000000
  parameter @w : tensor<24x16xf32> = #dlc.xavier_uniform
  func @meet(%x: tensor<?x16xf32> [@n], %y: tensor<?x24xf32> [@m]) -> (z: tensor<?x24xf32> [@n]) {
    %w = read @w : tensor<24x16xf32>
    %0 = linear %x, %w : tensor<?x16xf32>, tensor<24x16xf32>
    %1 = softmax %0 axis 1 : tensor<?x24xf32>
    %2 = linear %1, %y : tensor<?x24xf32>, tensor<?x24xf32>
    %3 = softmax %2 axis 1 : tensor<?x?xf32>
    %4 = exp %3 : tensor<?x?xf32>
    %5 = matmul %4, %y : tensor<?x?xf32>, tensor<?x24xf32>
    %6 = add %5, %1 : tensor<?x24xf32>, tensor<?x24xf32>
    return %6 : tensor<?x24xf32>
  }
  func @rows(%x: tensor<?x16xf32> [@n]) -> (z: tensor<?x24xf32> [@n], sums: tensor<?xf32> [@n]) {
    %w = read @w : tensor<24x16xf32>
    %0 = linear %x, %w : tensor<?x16xf32>, tensor<24x16xf32>
    %1 = softmax %0 axis 1 : tensor<?x24xf32>
    %2 = matmul %1, %w : tensor<?x24xf32>, tensor<24x16xf32>
    %3 = linear %2, %w : tensor<?x16xf32>, tensor<24x16xf32>
    %4 = reduce sum, %3 axes [1] : tensor<?x24xf32>
    return %3, %4 : tensor<?x24xf32>, tensor<?xf32>
  }
}
