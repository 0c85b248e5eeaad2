//===- AttrInterfaces.td - What schedules of all families have ------------===//

#ifndef RT_ATTRINTERFACES_TD
#define RT_ATTRINTERFACES_TD

include "mlir/IR/OpBase.td"

def Rt_ScheduleInterface : AttrInterface<"ScheduleInterface"> {
  let cppNamespace = "::dlc::rt";
  let description = "How a kernel becomes loops: what the schedules of all families of kernels say.";
  let methods = [
    InterfaceMethod<"Elements of a register vector, 1 for scalar code.", "int64_t", "getWidth">,
    InterfaceMethod<"GPU threads of a worker, 1 on CPUs.", "int64_t", "getThreads">,
  ];
}

#endif
