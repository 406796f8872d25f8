#include <gtest/gtest.h>

#include <string>

#include "formats/formats.h"

namespace ringfence::formats {
namespace {

ParsedFile ParseNothing(const base::SourceFile&, base::FileId) { return {}; }
std::string PrintNothing(const routing::DeviceConfig&) { return ""; }

Claim ClaimsA(std::string_view text) {
  return text.find('a') != std::string_view::npos ? Claim::kYes : Claim::kNo;
}
Claim ClaimsB(std::string_view text) {
  return text.find('b') != std::string_view::npos ? Claim::kYes : Claim::kNo;
}

constexpr Format kFormatA{"a", "System A", ClaimsA, ParseNothing, PrintNothing};
constexpr Format kFormatB{"b", "System B", ClaimsB, ParseNothing, PrintNothing};

/// What ChooseFormat says about a text, given the two fake formats.
struct Choice {
  explicit Choice(const std::string& text) {
    const base::SourceFile source("r1.cfg", text);
    const Format* const formats[] = {&kFormatA, &kFormatB};
    format = ChooseFormat(formats, source, base::FileId(0), diagnostics);
  }
  /// The stable id of the only diagnostic, or "" when there is none.
  std::string_view id() const {
    EXPECT_LE(diagnostics.items().size(), 1U);
    return diagnostics.items().empty() ? "" : base::InfoOf(diagnostics.items()[0].kind).id;
  }
  const std::string& what() const { return diagnostics.items()[0].what; }

  const Format* format = nullptr;
  base::Diagnostics diagnostics;
};

TEST(ChooseFormat, OneClaimDecides) {
  EXPECT_EQ(Choice("a\n").format, &kFormatA);
  EXPECT_EQ(Choice("b\n").format, &kFormatB);
  EXPECT_EQ(Choice("b\n").id(), "");
}

TEST(ChooseFormat, NoClaimIsFormatUnknown) {
  const Choice choice("c\n");
  EXPECT_EQ(choice.format, nullptr);
  EXPECT_EQ(choice.id(), "format-unknown");
  EXPECT_EQ(choice.what(), "no reader knows this text (readers: System A, System B)");
}

TEST(ChooseFormat, TwoClaimsAreFormatAmbiguousAndNameBoth) {
  const Choice choice("ab\n");
  EXPECT_EQ(choice.format, nullptr);
  EXPECT_EQ(choice.id(), "format-ambiguous");
  EXPECT_EQ(choice.what(), "claimed by 2 readers: System A, System B");
}

TEST(ChooseFormat, BinaryTextIsFileBinaryWithItsPlace) {
  const Choice choice(std::string("a\n7\0", 4));
  EXPECT_EQ(choice.format, nullptr);
  EXPECT_EQ(choice.id(), "file-binary");
  EXPECT_EQ(choice.diagnostics.items()[0].span, (base::Span{base::FileId(0), 2, 2, 1}));
  EXPECT_EQ(Choice(std::string("a\nreturn\0", 9)).id(), "") << "so simulators end their texts";
  EXPECT_EQ(Choice(std::string("a\nthe end\0", 10)).id(), "file-binary");
  EXPECT_EQ(Choice(std::string("return\0\n", 8)).id(), "file-binary");
  EXPECT_EQ(Choice("a\x7f").id(), "file-binary");
  EXPECT_EQ(Choice("a\x03\t\r\n\f").id(), "");
  EXPECT_EQ(Choice("a \xc3\xa9\n").id(), "");
}

TEST(ChooseFormat, LineOverTheLimitIsLineTooLong) {
  EXPECT_EQ(Choice("a\n" + std::string(kLineBytesMax, 'a') + "\n").id(), "");
  const Choice choice("a\n" + std::string(kLineBytesMax + 1, 'a') + "\n");
  EXPECT_EQ(choice.format, nullptr);
  EXPECT_EQ(choice.id(), "line-too-long");
  EXPECT_EQ(choice.diagnostics.items()[0].span.line, 2U);
}

TEST(ChooseFormat, OnlySoManyLongLinesAreReported) {
  std::string text;
  for (std::size_t i = 0; i < kLongLineReportsMax + 5; ++i)
    text += std::string(kLineBytesMax + 1, 'a') + "\n";
  const base::SourceFile source("r1.cfg", text);
  base::Diagnostics diagnostics;
  EXPECT_FALSE(CheckText(source, base::FileId(0), diagnostics));
  EXPECT_EQ(diagnostics.items().size(), kLongLineReportsMax);
}

TEST(ChooseFormat, FileOverTheLimitIsFileTooLarge) {
  const Choice choice(std::string(kFileBytesMax + 1, 'a'));
  EXPECT_EQ(choice.format, nullptr);
  EXPECT_EQ(choice.id(), "file-too-large");
}

}  // namespace
}  // namespace ringfence::formats
