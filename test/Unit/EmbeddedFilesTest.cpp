//===- EmbeddedFilesTest.cpp - The files that dlc carries are whole ---===//

#include "dlc/Driver/EmbeddedFiles.h"
#include "gtest/gtest.h"

static bool isElf(llvm::StringRef bytes) {
  return bytes.starts_with("\x7f"
                           "ELF");
}

TEST(EmbeddedFiles, runtimeIsAnObject) { EXPECT_TRUE(isElf(dlc::runtimeObject())); }

TEST(EmbeddedFiles, stubsAreSharedLibraries) {
  llvm::SmallVector<dlc::StubLibrary> stubs = dlc::stubLibraries();
  ASSERT_EQ(stubs.size(), 4u);
  EXPECT_EQ(stubs[0].soname, "libc.so.6");
  for (const dlc::StubLibrary &stub : stubs)
    EXPECT_TRUE(isElf(stub.bytes)) << stub.soname.str();
}
