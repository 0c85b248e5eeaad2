//===- OrderLaunches.cpp - Fewer bytes alive at once by another order -----===//
//
// A beam search: of all states reachable by one more launch, keep the few with the lowest peak so far, then the fewest
// bytes alive. Width and order are fixed, so is the answer. Values cost what dlc-assign-buffers will give them: nothing
// where the caller or a prepared value has the memory, nothing more where a launch works in place.
//
//===----------------------------------------------------------------------===//

#include "dialects/rt/Rt.h"
#include "dlc/Memory/Passes.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"
#include <tuple>
#include <vector>

namespace dlc {
#define GEN_PASS_DEF_ORDERLAUNCHES
#include "dlc/Memory/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

constexpr unsigned beamWidth = 8;
constexpr int64_t maxBytes = int64_t(1) << 50; // sums of these do not overflow; dlc-plan-memory refuses such programs

/// What a launch computes or reads, with all views of it.
struct Tensor {
  int64_t bytes = 0;
  unsigned readers = 0; // launches
  bool isKept = false;  // needed at the end
  bool isGiven = true;  // not computed here
};

struct Node {
  rt::LaunchOp launch;
  SmallVector<unsigned> inputs; // tensors, each once
  SmallVector<unsigned> results;
  SmallVector<int64_t> reuse;  // of each result: the tensor it may take over, or -1
  SmallVector<unsigned> users; // nodes
  unsigned pending = 0;        // nodes it waits for
};

struct Graph {
  SmallVector<Tensor> tensors;
  std::vector<Node> nodes;
};

/// Some launches are done.
struct State {
  llvm::BitVector done;
  SmallVector<unsigned> readersLeft; // of tensors
  SmallVector<unsigned> pending;     // of nodes
  SmallVector<unsigned> order;
  int64_t alive = 0;
  int64_t peak = 0;
};

//===----------------------------------------------------------------------===//
// From the program
//===----------------------------------------------------------------------===//

Value getBase(Value value) {
  while (auto view = value.getDefiningOp<rt::ViewOp>())
    value = view.getSource();
  return value;
}

/// Bytes in the arena; none where they are too many.
std::optional<int64_t> getBytes(OpResult value, ArrayRef<rt::ExtentRange> dims) {
  auto launch = cast<rt::LaunchOp>(value.getOwner());
  AffineMap extents = cast<AffineMapAttr>((*launch.getExtents())[value.getResultNumber()]).getValue();
  std::optional<int64_t> bytes = rt::getUpperBytes(cast<ShapedType>(value.getType()), extents, dims);
  return bytes && *bytes <= maxBytes ? bytes : std::nullopt;
}

class GraphBuilder {
public:
  GraphBuilder(rt::ProgramOp program, ArrayRef<rt::ExtentRange> dims) : program(program), dims(dims) {}

  std::optional<Graph> build() {
    for (auto launch : program.getBody().getOps<rt::LaunchOp>())
      if (!addNode(launch))
        return std::nullopt;
    for (Operation &op : program.getBody().front())
      if (isa<rt::ReturnOp, rt::PutOp>(op))
        for (Value value : op.getOperands())
          keep(getBase(value), isa<rt::ReturnOp>(op) || program.isPrepare());
    return std::move(graph);
  }

private:
  bool addNode(rt::LaunchOp launch) {
    Node node{launch, {}, {}, {}, {}, 0};
    llvm::SmallSetVector<unsigned, 4> inputs, before;
    for (Value value : launch.getInputs()) {
      inputs.insert(getTensor(getBase(value)));
      if (auto producer = getBase(value).getDefiningOp<rt::LaunchOp>())
        before.insert(nodeOf.lookup(producer));
    }
    node.inputs = inputs.takeVector();
    node.pending = before.size();
    for (unsigned tensor : node.inputs)
      ++graph.tensors[tensor].readers;
    for (unsigned producer : before)
      graph.nodes[producer].users.push_back(graph.nodes.size());
    for (OpResult value : launch.getValues()) {
      std::optional<int64_t> bytes = getBytes(value, dims);
      if (!bytes)
        return false;
      int64_t input = launch.getReuse() ? (*launch.getReuse())[value.getResultNumber()] : -1;
      node.reuse.push_back(input < 0 ? -1 : int64_t(getTensor(getBase(launch.getInputs()[input]))));
      node.results.push_back(getTensor(value));
      Tensor &tensor = graph.tensors[node.results.back()];
      tensor.bytes = *bytes;
      tensor.isGiven = false;
    }
    nodeOf[launch] = graph.nodes.size();
    graph.nodes.push_back(std::move(node));
    return true;
  }

  /// A value that is wanted at the end, computed in memory of the caller or a prepared value.
  void keep(Value value, bool isElsewhere) {
    Tensor &tensor = graph.tensors[getTensor(value)];
    tensor.isKept = true;
    if (isElsewhere)
      tensor.bytes = 0;
  }

  unsigned getTensor(Value value) {
    auto [found, isNew] = tensorOf.insert({value, graph.tensors.size()});
    if (isNew)
      graph.tensors.emplace_back();
    return found->second;
  }

  rt::ProgramOp program;
  ArrayRef<rt::ExtentRange> dims;
  Graph graph;
  DenseMap<Value, unsigned> tensorOf;
  DenseMap<Operation *, unsigned> nodeOf;
};

//===----------------------------------------------------------------------===//
// The search
//===----------------------------------------------------------------------===//

State getStart(const Graph &graph) {
  State state;
  state.done.resize(graph.nodes.size());
  for (const Tensor &tensor : graph.tensors)
    state.readersLeft.push_back(tensor.readers);
  for (const Node &node : graph.nodes)
    state.pending.push_back(node.pending);
  return state;
}

/// (peak, bytes alive) after `state` runs `index`.
std::pair<int64_t, int64_t> estimate(const Graph &graph, const State &state, unsigned index) {
  const Node &node = graph.nodes[index];
  auto endsHere = [&](unsigned tensor) {
    return state.readersLeft[tensor] == 1 && !graph.tensors[tensor].isKept && !graph.tensors[tensor].isGiven;
  };
  int64_t during = state.alive, freed = 0;
  for (auto [result, reuse] : llvm::zip_equal(node.results, node.reuse)) {
    const Tensor &tensor = graph.tensors[result];
    bool isInPlace = reuse >= 0 && endsHere(reuse) && graph.tensors[reuse].bytes == tensor.bytes;
    during += tensor.bytes;
    if (isInPlace)
      during -= tensor.bytes, freed -= tensor.bytes; // the input is not freed but taken over
    if (tensor.readers == 0 && !tensor.isKept)
      freed += tensor.bytes;
  }
  for (unsigned input : node.inputs)
    if (endsHere(input))
      freed += graph.tensors[input].bytes;
  return {std::max(state.peak, during), during - freed};
}

void advance(const Graph &graph, State &state, unsigned index) {
  std::tie(state.peak, state.alive) = estimate(graph, state, index);
  state.done.set(index);
  state.order.push_back(index);
  for (unsigned input : graph.nodes[index].inputs)
    --state.readersLeft[input];
  for (unsigned user : graph.nodes[index].users)
    --state.pending[user];
}

struct Step {
  int64_t peak;
  int64_t alive;
  unsigned state;
  unsigned node;

  bool operator<(const Step &other) const {
    return std::tie(peak, alive, state, node) < std::tie(other.peak, other.alive, other.state, other.node);
  }
};

/// The best states one launch further, no set of launches twice.
std::vector<State> advanceAll(const Graph &graph, ArrayRef<State> states) {
  SmallVector<Step> steps;
  for (auto [number, state] : llvm::enumerate(states))
    for (unsigned node = 0; node < graph.nodes.size(); ++node)
      if (!state.done.test(node) && state.pending[node] == 0) {
        auto [peak, alive] = estimate(graph, state, node);
        steps.push_back({peak, alive, unsigned(number), node});
      }
  llvm::sort(steps);
  std::vector<State> next;
  for (const Step &step : steps) {
    if (next.size() == beamWidth)
      break;
    llvm::BitVector done = states[step.state].done;
    done.set(step.node);
    if (llvm::any_of(next, [&](const State &other) { return other.done == done; }))
      continue;
    advance(graph, next.emplace_back(states[step.state]), step.node);
  }
  return next;
}

/// An order with a lower peak than the one of the source; none where the search finds none.
std::optional<SmallVector<unsigned>> findOrder(const Graph &graph) {
  State source = getStart(graph);
  for (unsigned node = 0; node < graph.nodes.size(); ++node)
    advance(graph, source, node);
  std::vector<State> states = {getStart(graph)};
  for (unsigned step = 0; step < graph.nodes.size(); ++step)
    states = advanceAll(graph, states);
  const State &best = *llvm::min_element(states, [](const State &a, const State &b) { return a.peak < b.peak; });
  if (best.peak >= source.peak)
    return std::nullopt;
  return best.order;
}

/// Launches in `order`, each followed by its views and their checks; what needs no launch goes first, rt.put last.
void reorder(rt::ProgramOp program, const Graph &graph, ArrayRef<unsigned> order) {
  Block &body = program.getBody().front();
  SmallVector<SmallVector<Operation *>> after(graph.nodes.size());
  DenseMap<Operation *, unsigned> nodeOf;
  for (auto [index, node] : llvm::enumerate(graph.nodes))
    nodeOf[node.launch] = index;
  for (Operation &op : body)
    if (isa<rt::ViewOp, rt::CheckOp>(op))
      if (auto launch = getBase(op.getOperand(0)).getDefiningOp<rt::LaunchOp>())
        after[nodeOf.lookup(launch)].push_back(&op);
  Operation *firstPut = body.getTerminator();
  // Collected first: a put moved to the end of the block would be met again.
  for (rt::PutOp put : SmallVector<rt::PutOp>(body.getOps<rt::PutOp>())) {
    put->moveBefore(body.getTerminator());
    firstPut = firstPut == body.getTerminator() ? put.getOperation() : firstPut;
  }
  for (unsigned index : order) {
    graph.nodes[index].launch->moveBefore(firstPut);
    for (Operation *op : after[index])
      op->moveBefore(firstPut);
  }
}

struct OrderLaunches : dlc::impl::OrderLaunchesBase<OrderLaunches> {
  void runOnOperation() override {
    SmallVector<rt::ExtentRange> dims = rt::getDimRanges(getOperation());
    for (auto program : getOperation().getOps<rt::ProgramOp>()) {
      if (program.isOnBuffers())
        continue;
      std::optional<Graph> graph = GraphBuilder(program, dims).build();
      if (!graph || graph->nodes.empty())
        continue;
      if (std::optional<SmallVector<unsigned>> order = findOrder(*graph))
        reorder(program, *graph, *order);
    }
  }
};

} // namespace
