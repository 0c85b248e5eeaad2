//===- EmbeddedFiles.cpp - Files that dlc carries to link artefacts ---===//

#include "dlc/Driver/EmbeddedFiles.h"

// Defined by the assembler file that cmake/AddRuntime.cmake writes.
extern "C" {
extern const char dlc_runtime_object_begin[], dlc_runtime_object_end[];
extern const char dlc_artifact_header_begin[], dlc_artifact_header_end[];
struct DlcStubLibraryRow {
  const char *soname, *begin, *end;
};
extern const DlcStubLibraryRow dlc_stub_libraries[];
}

llvm::StringRef dlc::runtimeObject() {
  return {dlc_runtime_object_begin, size_t(dlc_runtime_object_end - dlc_runtime_object_begin)};
}

llvm::StringRef dlc::artifactHeader() {
  return {dlc_artifact_header_begin, size_t(dlc_artifact_header_end - dlc_artifact_header_begin)};
}

llvm::SmallVector<dlc::StubLibrary> dlc::stubLibraries() {
  llvm::SmallVector<StubLibrary> libraries;
  for (const DlcStubLibraryRow *row = dlc_stub_libraries; row->soname; ++row)
    libraries.push_back({row->soname, {row->begin, size_t(row->end - row->begin)}});
  return libraries;
}
