//===- Passes.td - Passes of the Kernel stage, in the order they run ---===//

#ifndef DLC_KERNEL_PASSES_TD
#define DLC_KERNEL_PASSES_TD

include "mlir/Pass/PassBase.td"

def CreateVariants : Pass<"dlc-create-variants", "mlir::ModuleOp"> {
  let summary = "Turn each model into the signature of an artefact and one variant per target";
  let description = [{
    Every variant gets the kernels, a program per entry and an empty program
    `@prepare`. Extents become affine maps of the model's dims. Initialisers
    become bytes of a file, a rule or a literal; indices of `gather` and
    `embedding` are checked against the extent they go into.

    ```mlir
    dlc.model @m {
      dim @n = 1 to 8
      parameter @b : tensor<4xf32> = #dlc.zeros
      kernel @add(%x: tensor<?x4xf32>, %b: tensor<4xf32>) -> tensor<?x4xf32> anchor "add" {
        %0 = add %x, %b : tensor<?x4xf32>, tensor<4xf32>
        return %0 : tensor<?x4xf32>
      }
      func @f(%x: tensor<?x4xf32> [@n]) -> (y: tensor<?x4xf32> [@n]) {
        %b = read @b : tensor<4xf32>
        %0 = launch @add(%x, %b) : (tensor<?x4xf32>, tensor<4xf32>) -> tensor<?x4xf32>
        return %0 : tensor<?x4xf32>
      }
    }
    // ==>
    rt.model @m {
      rt.dim @n = 1 to 8
      rt.parameter @b : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "b" stream 0
      rt.entry @f(x: tensor<?x4xf32> [@n]) -> (y: tensor<?x4xf32> [@n])
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        dlc.kernel @add(%x: tensor<?x4xf32>, %b: tensor<4xf32>) -> tensor<?x4xf32> anchor "add" {
          %0 = add %x, %b : tensor<?x4xf32>, tensor<4xf32>
          return %0 : tensor<?x4xf32>
        }
        rt.program @prepare() {
          rt.return
        }
        rt.program @f(%x: tensor<?x4xf32> {rt.extents = affine_map<()[n] -> (n)>}) -> tensor<?x4xf32> {
          %b = rt.get @b : tensor<4xf32>
          %0 = rt.launch @add ins(%x, %b : tensor<?x4xf32>, tensor<4xf32>) outs() -> tensor<?x4xf32> extents [affine_map<()[n] -> (n)>]
          rt.return %0 : tensor<?x4xf32>
        }
      }
    }
    ```
  }];
  let dependentDialects = ["dlc::rt::RtDialect"];
  let options = [
    ListOption<"targets", "targets", "std::string",
               "x86-64-v2, x86-64-v3, x86-64-v4, sm_80, sm_90a ...; x86-64-v3 where none is given">
  ];
}

def HoistParameters : Pass<"dlc-hoist-parameters", "dlc::rt::VariantOp"> {
  let summary = "Compute what depends on parameters only once, in @prepare";
  let description = [{
    Launches of a program whose inputs come from parameters move to `@prepare`;
    the program gets the result as a prepared value. Equal ones are shared
    between programs. A view of a parameter costs nothing and stays.

    ```mlir
    // dlc-opt --pass-pipeline=builtin.module(rt.model(rt.variant(dlc-hoist-parameters)))
    rt.model @m {
      rt.parameter @w : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
      rt.entry @f() -> (y: tensor<4xf32>)
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        dlc.kernel @exp(%w: tensor<4xf32>) -> tensor<4xf32> anchor "exp" {
          %0 = exp %w : tensor<4xf32>
          return %0 : tensor<4xf32>
        }
        rt.program @prepare() {
          rt.return
        }
        rt.program @f() -> tensor<4xf32> {
          %w = rt.get @w : tensor<4xf32>
          %0 = rt.launch @exp ins(%w : tensor<4xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
          rt.return %0 : tensor<4xf32>
        }
      }
    }
    // ==>
    rt.model @m {
      rt.parameter @w : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
      rt.entry @f() -> (y: tensor<4xf32>)
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        rt.prepared @w.exp : tensor<4xf32> from [@w]
        dlc.kernel @exp(%w: tensor<4xf32>) -> tensor<4xf32> anchor "exp" {
          %0 = exp %w : tensor<4xf32>
          return %0 : tensor<4xf32>
        }
        rt.program @prepare() {
          %w = rt.get @w : tensor<4xf32>
          %0 = rt.launch @exp ins(%w : tensor<4xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
          rt.put @w.exp, %0 : tensor<4xf32>
          rt.return
        }
        rt.program @f() -> tensor<4xf32> {
          %0 = rt.get @w.exp : tensor<4xf32>
          rt.return %0 : tensor<4xf32>
        }
      }
    }
    ```
  }];
}

#endif // DLC_KERNEL_PASSES_TD
