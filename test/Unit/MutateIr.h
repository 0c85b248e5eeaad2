//===- MutateIr.h - One accident in the IR of any dialect, drawn at random ---===//

#pragma once

#include "test/Unit/RandomKernel.h"

namespace dlc::test {

/// Gives `root` another number, type, attribute, operand, operation, name or order of these somewhere, and tells which.
/// What comes out need not be valid, but can be printed in the generic form.
std::string mutateIr(mlir::Operation *root, Random &random);

/// The same of printed IR: a number, word or line lost, doubled, exchanged, also everywhere it stands.
std::string mutateText(std::string &text, Random &random);

} // namespace dlc::test
