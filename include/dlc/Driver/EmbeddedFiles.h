//===- EmbeddedFiles.h - Files that dlc carries to link artefacts ---===//

#ifndef DLC_DRIVER_EMBEDDEDFILES_H
#define DLC_DRIVER_EMBEDDEDFILES_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

namespace dlc {

/// The runtime of artefacts, one relocatable object.
llvm::StringRef runtimeObject();

/// Text of dlc-c/Artifact.h, the common part of every generated header.
llvm::StringRef artifactHeader();

/// A shared library without code that gives an artefact a soname and old symbol versions to link against.
struct StubLibrary {
  llvm::StringRef soname; // e.g. "libc.so.6"
  llvm::StringRef bytes;
};
llvm::SmallVector<StubLibrary> stubLibraries();

} // namespace dlc

#endif // DLC_DRIVER_EMBEDDEDFILES_H
