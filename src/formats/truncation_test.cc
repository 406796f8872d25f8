#include "formats/truncation.h"

#include <gtest/gtest.h>

namespace ringfence::formats {
namespace {

/// "id line" of what is found in a text whose header is "Header" and whose closing word is "end".
std::string Found(std::string text) {
  base::SourceMap sources;
  const base::FileId file = sources.Add("t.cfg", std::move(text));
  base::Diagnostics diagnostics;
  constexpr std::string_view kHeaders[] = {"Header"};
  CheckTruncation(sources.file(file), file, kHeaders, "end", diagnostics);
  std::string found;
  for (const base::Diagnostic& item : diagnostics.items()) {
    found += std::string(base::InfoOf(item.kind).id) + " " + std::to_string(item.span.line);
  }
  return found;
}

TEST(Truncation, AHeaderNeedsItsClosingWord) {
  EXPECT_EQ(Found("Header : 12 bytes\na\nend\n"), "");
  EXPECT_EQ(Found("Header : 12 bytes\na\nend\n\n\nr1#\n"), "") << "a prompt may follow";
  EXPECT_EQ(Found("Header : 12 bytes\na\nb\n\n"), "syntax-broken 3");
  EXPECT_EQ(Found("Header : 12 bytes\na\nen"), "syntax-broken 3") << "cut inside the closing word";
  EXPECT_EQ(Found("Header : 12 bytes\nbackend\n"), "syntax-broken 2") << "a whole line must close";
}

TEST(Truncation, WithoutHeaderNothingIsPromised) {
  EXPECT_EQ(Found("a\nb\n"), "");
  EXPECT_EQ(Found(""), "");
}

TEST(Truncation, AHeaderFarDownIsText) {
  std::string text;
  for (std::uint32_t i = 0; i < kHeaderLinesMax; ++i) text += "a\n";
  EXPECT_EQ(Found(text + "Header\n"), "");
}

}  // namespace
}  // namespace ringfence::formats
