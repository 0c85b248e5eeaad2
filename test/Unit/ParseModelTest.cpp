//===- ParseModelTest.cpp - What is reported about the text of a model ----===//

#include "dlc/Frontend/ParseModel.h"
#include "dlc/Frontend/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "gtest/gtest.h"
#include <fstream>

using namespace dlc;

namespace {

/// What is printed for a text: "m.mlir:1:2: error: ..." with lines and carets.
std::string reportOf(llvm::StringRef text, bool *parsed = nullptr) {
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  prepareContext(context);
  Diagnostics diagnostics(context);
  std::string copy = text.str(), report;
  llvm::MemoryBufferRef source(copy, "m.mlir");
  diagnostics.addSource(source);
  mlir::OwningOpRef<mlir::ModuleOp> module = parseModel(source, context);
  EXPECT_EQ(bool(module), diagnostics.errors() == 0);
  if (parsed)
    *parsed = bool(module);
  llvm::raw_string_ostream stream(report);
  diagnostics.print(stream);
  return report;
}

/// "2:3 DLC-E0101; 4:5 DLC-E0102": positions and codes of all errors.
std::string codesOf(llvm::StringRef text) {
  std::string codes;
  llvm::SmallVector<llvm::StringRef> lines;
  std::string report = reportOf(text);
  llvm::StringRef(report).split(lines, '\n');
  for (llvm::StringRef line : lines) {
    if (!line.consume_front("m.mlir:") || !line.contains(": error: DLC-E"))
      continue;
    auto [place, rest] = line.split(": error: ");
    codes += (codes.empty() ? "" : "; ") + place.str() + " " + rest.split(':').first.str();
  }
  return codes;
}

/// A model around declarations; they begin on line 2.
std::string model(llvm::StringRef inside) { return ("dlc.model @m {\n" + inside + "\n}\n").str(); }

/// A function around operators; they begin on line 3.
std::string function(llvm::StringRef inside) {
  return model(("func @f(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {\n" + inside + "\n}").str());
}

} // namespace

TEST(ParseModel, AcceptsAModel) {
  EXPECT_EQ(reportOf(function("%0 = relu %x : tensor<4xf32>\nreturn %0 : tensor<4xf32>")), "");
  EXPECT_EQ(reportOf(""), "");
  EXPECT_EQ(reportOf(model("")), "");
}

TEST(ParseModel, PrintsLineAndCaret) {
  EXPECT_EQ(reportOf(function("\t%0 = relux %x : tensor<4xf32>\n\treturn %0 : tensor<4xf32>")),
            "m.mlir:3:7: error: DLC-E0102: unknown operator 'relux', did you mean 'relu'?\n"
            "\t%0 = relux %x : tensor<4xf32>\n"
            "\t     ^\n");
}

TEST(ParseModel, RefusesWhatTheParserMustNotSee) {
  EXPECT_EQ(codesOf(std::string((64 << 20) + 1, ' ')), "1:1 DLC-E0002");
  EXPECT_EQ(codesOf(llvm::StringRef("dlc.model @m {\n\0}", 17)), "2:1 DLC-E0003");
  EXPECT_EQ(codesOf("dlc.model @m\xff {}"), "1:13 DLC-E0003");
  EXPECT_EQ(codesOf(std::string(300000, '(')), "1:257 DLC-E0004");
  EXPECT_EQ(codesOf("dlc.model @m attributes {a = " + std::string(300, '<')), "1:286 DLC-E0004");
  EXPECT_EQ(codesOf("dlc.model @m {\n"), "1:15 DLC-E0005");
  EXPECT_EQ(codesOf("dlc.model @m {\n(}"), "2:1 DLC-E0005");
  EXPECT_EQ(codesOf("dlc.model @m {}}"), "1:16 DLC-E0005");
  EXPECT_EQ(codesOf("dlc.model @" + std::string(1000000, 'm') + " {}"), "1:11 DLC-E0006");
  EXPECT_EQ(codesOf("#a = [1]\n#b = [#a, #a]\ndlc.model @m {}"),
            "1:1 DLC-E0007; 2:1 DLC-E0007; 2:7 DLC-E0007; 2:11 DLC-E0007");
  EXPECT_EQ(codesOf(function("%0 = constant sparse<0, 1.0> : tensor<4xf32>")), "3:15 DLC-E0007");
  EXPECT_EQ(codesOf("{-# dialect_resources: {} #-}"), "1:1 DLC-E0007");
}

TEST(ParseModel, ReportsOneSyntaxErrorPerDeclaration) {
  EXPECT_EQ(
      codesOf(model("dim @n = 1 two 3\n"
                    "func @f(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {\n"
                    "  %0 = relu %x, : tensor<4xf32>\n"
                    "  %1 = relu %y : tensor<4xf32>\n"
                    "}\n"
                    "func @g(%x tensor<4xf32>) { return }\n"
                    "parameter @w : tensor<4xf32>\n"
                    "func @h(%x: tensor<4xf32>) {\n"
                    "  %0 = call @g(%x) : (tensor<4xf32>) -> tensor<4xf32>\n"
                    "  %1 = read @w : tensor<4xf32>\n"
                    "  %2 = read @v : tensor<4xf32>\n"
                    "  return\n"
                    "}\n"
                    "func @i(%x: tensor<?xf32> [@none]) {\n"
                    "  %0 = relu %y : tensor<?xf32>\n"
                    "}\n"
                    "func @j(%x: tensor<?xf32> [@n, @n]) {\n"
                    "  relu\n"
                    "}")),
      "2:12 DLC-E0101; 4:15 DLC-E0101; 5:13 DLC-E0104; 7:11 DLC-E0101; 8:11 DLC-E0101; 12:8 DLC-E0206; 15:1 DLC-E0204; "
      "16:13 DLC-E0104; 18:1 DLC-E0204; 19:7 DLC-E0101");
}

TEST(ParseModel, ClassifiesErrorsOfTheParser) {
  EXPECT_EQ(codesOf(function("\"dlc.foo\"() : () -> ()\nreturn %x : tensor<4xf32>")), "3:1 DLC-E0102");
  EXPECT_EQ(codesOf(function("%0 = linnear %x : tensor<4xf32>")), "3:6 DLC-E0102");
  EXPECT_EQ(codesOf(function("%0 = \"foo.bar\"(%x) : (tensor<4xf32>) -> tensor<4xf32>\nreturn %0 : tensor<4xf32>")),
            "3:15 DLC-E0102");
  EXPECT_EQ(codesOf(model("parameter @w : tensor<4xf32> = #dlc.zeroes")), "2:37 DLC-E0103");
  EXPECT_EQ(codesOf(function("%0 = relu %x {alpha = 1} : tensor<4xf32>\nreturn %0 : tensor<4xf32>")), "3:6 DLC-E0103");
  EXPECT_EQ(codesOf(function("%0 = relu %y : tensor<4xf32>\nreturn %0 : tensor<4xf32>")), "3:11 DLC-E0104");
  EXPECT_EQ(codesOf(function("%0 = relu %1 : tensor<4xf32>\n%1 = relu %0 : tensor<4xf32>\nreturn %0 : tensor<4xf32>")),
            "3:6 DLC-E0104");
  EXPECT_EQ(codesOf(function("%x = relu %x : tensor<4xf32>")), "3:1 DLC-E0105");
  EXPECT_EQ(codesOf(function("%0 = relu %x : tensor<5xf32>")), "3:11 DLC-E0106");
}

TEST(ParseModel, ReportsAllSemanticErrors) {
  EXPECT_EQ(codesOf(model("dim @n = 5 to 2\n"
                          "parameter @w : tensor<4x?xf32> = #dlc.zeros\n"
                          "instance @h of @none\n"
                          "func @f(%x: tensor<?xf32> [@m]) -> (y: tensor<4xf32>) {\n"
                          "  %0 = read @none : tensor<4xf32>\n"
                          "  %1 = call @none(%x) : (tensor<?xf32>) -> tensor<4xf32>\n"
                          "  return %x : tensor<?xf32>\n"
                          "}\n"
                          "func @f() { return }")),
            "2:1 DLC-E0201; 3:1 DLC-E0202; 4:1 DLC-E0203; 5:1 DLC-E0204; 6:8 DLC-E0206; 7:8 DLC-E0207; 8:3 DLC-E0205; "
            "10:1 DLC-E0210");
  EXPECT_EQ(codesOf(function("%0 = constant dense<1> : tensor<4xi3>\nreturn %x : tensor<4xf32>")), "3:6 DLC-E0208");
  EXPECT_EQ(codesOf("func.func @f() { return }"), "1:1 DLC-E0102");
  EXPECT_EQ(codesOf("dlc.func @f() { return }"), "1:1 DLC-E0209");
  EXPECT_EQ(codesOf(model("%0 = constant dense<0.0> : tensor<4xf32>")), "2:6 DLC-E0209");
  EXPECT_EQ(codesOf(model("func @f() {\ndim @n = 1 to 2\nreturn }")), "3:1 DLC-E0209");
  EXPECT_EQ(codesOf("module {\n}\nmodule {}"), "1:1 DLC-E0209; 3:1 DLC-E0209");
  EXPECT_EQ(codesOf("module attributes {a = 1} {}"), "1:1 DLC-E0211");
}

TEST(ParseModel, ReportsOperators) {
  EXPECT_EQ(codesOf(function("%0 = constant dense<0.0> : tensor<5xf32>\n"
                             "%1 = add %x, %0 : tensor<4xf32>, tensor<5xf32>")),
            "4:6 DLC-E0301");
  EXPECT_EQ(codesOf(function("%0 = constant dense<0> : tensor<4xi32>\n"
                             "%1 = add %x, %0 : tensor<4xf32>, tensor<4xi32>\n"
                             "%2 = exp %0 : tensor<4xi32>\n"
                             "return %1 : tensor<4xf32>")),
            "4:6 DLC-E0302; 5:6 DLC-E0302");
}

TEST(ParseModel, ReportsFilesThatCannotBeRead) {
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  Diagnostics diagnostics(context);
  std::string report;
  llvm::raw_string_ostream stream(report);
  EXPECT_FALSE(readModel("none/such.mlir", context));
  EXPECT_FALSE(readModel("/dev/zero", context));
  diagnostics.print(stream);
  EXPECT_EQ(report, "error: DLC-E0001: cannot read '/dev/zero': it is not a regular file\n"
                    "error: DLC-E0001: cannot read 'none/such.mlir': No such file or directory\n");
}

TEST(Diagnostics, GivesErrorsOfOtherStagesACode) {
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  Diagnostics diagnostics(context);
  std::string report;
  llvm::raw_string_ostream stream(report);
  mlir::emitError(mlir::FileLineColLoc::get(&context, "m.mlir", 2, 3), "no kernel for this");
  mlir::emitError(mlir::UnknownLoc::get(&context), "the disk is full");
  EXPECT_EQ(diagnostics.errors(), 2u);
  diagnostics.print(stream);
  EXPECT_EQ(report, "error: the disk is full\nm.mlir:2:3: error: DLC-E0901: no kernel for this\n");
}
