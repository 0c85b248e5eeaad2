//===- Schedules.td - How kernels become loops, by family -----------------===//
//
// Every size that decides tiles, blocks, cuts and unrolling is a field: the cost model (lib/Kernel/Schedule) chooses it,
// emitters read it, and a schedule written by hand may differ in any.
//===----------------------------------------------------------------------===//

#ifndef RT_SCHEDULES_TD
#define RT_SCHEDULES_TD

include "dialects/rt/AttrInterfaces.td"
include "dialects/rt/Dialect.td"

class Rt_ScheduleAttr<string family, string mnemonicText, dag fields>
    : Rt_Attr<family # "Schedule", mnemonicText, [Rt_ScheduleInterface]> {
  let parameters = !con((ins "int64_t":$width), fields, (ins DefaultValuedParameter<"int64_t", "1">:$threads));
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Rt_TileAttr : Rt_Attr<"Tile", "tile"> {
  let summary = "Register tile of a contraction: what one step multiplies and adds";
  let description = [{
    - `rows`, `columns`: sums of a tile, in elements; a panel is `columns` wide;
    - `depth`: products that a step adds to each sum;
    - `interleave`: neighbours of the contracted dimension that lie side by side in a panel, which is
      `(k / interleave, columns, interleave)` in memory;
    - `left`, `right`: elements of the operands as a step takes them; those in memory become these;
    - `accumulator`: elements of the sums;
    - `result`: elements that the sums become before the kernel's other operators see them.
  }];
  let parameters = (ins "int64_t":$rows, "int64_t":$columns, "int64_t":$depth, "int64_t":$interleave,
                        "::mlir::Type":$left, "::mlir::Type":$right, "::mlir::Type":$accumulator,
                        "::mlir::Type":$result);
  let assemblyFormat = "`<` struct(params) `>`"; // what it must say the schedule around it verifies: one error, not two
}

def Rt_ContractionScheduleAttr : Rt_ScheduleAttr<"Contraction", "contraction",
    (ins "TileAttr":$tile, "int64_t":$batch_block, "int64_t":$row_block, "int64_t":$panel_block,
         "int64_t":$depth_block, "int64_t":$pack_panels, "int64_t":$tile_panels)> {
  let summary = "Schedule of linear, matmul and conv2d";
  let description = [{
    - `tile`: what is computed in registers;
    - `batch_block`, `row_block`, `panel_block`: batches (output rows of a convolution), rows and panels of a worker;
    - `depth_block`: where the contracted dimension is cut, 0 for nowhere;
    - `pack_panels`: panels of a worker from which on its rows of the left side are packed;
    - `tile_panels`: panels that a tile of few rows computes at once, at most.
  }];
}

def Rt_WinogradScheduleAttr : Rt_ScheduleAttr<"Winograd", "winograd",
    (ins "int64_t":$rows, "int64_t":$columns, "int64_t":$tile_block, "int64_t":$panel_piece, "int64_t":$panel_block,
         "int64_t":$depth_block)> {
  let summary = "Schedule of winograd_conv2d";
  let description = [{
    - `rows`, `columns`: register tile of the products, in elements; a panel is `columns` wide;
    - `tile_block`, `panel_piece`: tiles of pixels and panels of a worker;
    - `panel_block`: panels whose sums are in memory at a time;
    - `depth_block`: channels after which sums are cut, 0 for nowhere.
  }];
}

def Rt_AttentionScheduleAttr : Rt_ScheduleAttr<"Attention", "attention",
    (ins "int64_t":$rows, "int64_t":$columns, "int64_t":$key_block, "int64_t":$few_queries, "int64_t":$row_key_block,
         "int64_t":$row_keys, "int64_t":$row_vectors)> {
  let summary = "Schedule of attention";
  let description = [{
    - `rows`, `columns`: register tile of the scores, keys by queries, in elements; a worker has `columns` queries;
    - `key_block`: keys whose scores are in memory at a time;
    - `few_queries`: up to so many, each query is computed by itself;
    - `row_key_block`, `row_keys`, `row_vectors`: of such a query the keys whose scores are in memory, the keys whose
      scores are computed together, and the vectors of its result that are.
  }];
}

def Rt_ReductionScheduleAttr : Rt_ScheduleAttr<"Reduction", "reduction",
    (ins "int64_t":$block, "int64_t":$accumulators, "int64_t":$unroll, "int64_t":$chunk, "int64_t":$least_chunks,
         "int64_t":$most_chunks, "int64_t":$many_rows, "int64_t":$scratch, "int64_t":$prefetch)> {
  let summary = "Schedule of reductions, softmax and normalizations";
  let description = [{
    - `block`: elements of the rows of a worker;
    - `accumulators`: vectors that add up a row side by side;
    - `unroll`: vectors of the longest row that is held in registers;
    - `chunk`, `least_chunks`, `most_chunks`: elements that a long row is cut into, the fewest chunks of a row that is
      cut, and the most chunks of all rows;
    - `many_rows`: so many rows, or blocks of them, are not cut;
    - `scratch`: elements of the longest row that is held in the worker's memory;
    - `prefetch`: bytes ahead that results are asked for.
  }];
}

def Rt_PoolingScheduleAttr : Rt_ScheduleAttr<"Pooling", "pooling",
    (ins "int64_t":$block, "int64_t":$chunk_columns, "int64_t":$unroll)> {
  let summary = "Schedule of max_pool and avg_pool";
  let description = [{
    - `block`: elements of the result that a worker computes;
    - `chunk_columns`: columns of a row that are reduced down, then along;
    - `unroll`: taps of the largest window that is written out.
  }];
}

def Rt_PointwiseScheduleAttr : Rt_ScheduleAttr<"Pointwise", "pointwise",
    (ins "int64_t":$block, "int64_t":$interleave, "int64_t":$column_vectors, "int64_t":$least_columns,
         "int64_t":$unroll)> {
  let summary = "Schedule of elementwise chains, movement and gathers";
  let description = [{
    - `block`: elements of the result that a worker computes;
    - `interleave`: columns up to which a transpose interleaves vectors instead of transposing squares;
    - `column_vectors`, `least_columns`: vectors side by side, and the fewest columns, that a transposing block reads;
    - `unroll`: operators of a kernel up to which the rows of a square are written out.
  }];
}

#endif
