// What the checker reads of a snapshot: lines, entries with what is indented below them, words.

#include "checker/cited_files.h"

#include <gtest/gtest.h>

namespace ringfence::checker {
namespace {

base::MemoryFiles Snapshot() {
  base::MemoryFiles files;
  files.Add("/net/configs/a.cfg", "hostname a\n interface x\r\n\n  ip address 10.0.0.1/30\n");
  files.Add("/net/inventory.yaml",
            "elements:\n"
            "  box:\n"
            "    maker: acme\n"
            "\n"
            "    owner: state\n"
            "  other:\n"
            "    maker: umbrella\n");
  files.Add("/secret", "not part of the snapshot\n");
  return files;
}

TEST(CitedFiles, LinesComeWithoutBlanksAround) {
  const base::MemoryFiles files = Snapshot();
  CitedFiles cited(files, "/net");
  EXPECT_EQ(cited.Line("configs/a.cfg", 1), "hostname a");
  EXPECT_EQ(cited.Line("configs/a.cfg", 2), "interface x") << "a carriage return is no part of the line";
  EXPECT_EQ(cited.Line("configs/a.cfg", 3), "");
  EXPECT_EQ(cited.Line("configs/a.cfg", 4), "ip address 10.0.0.1/30");
}

TEST(CitedFiles, WhatIsNotThereIsNoLine) {
  const base::MemoryFiles files = Snapshot();
  CitedFiles cited(files, "/net");
  EXPECT_FALSE(cited.Line("configs/a.cfg", 0).has_value());
  EXPECT_FALSE(cited.Line("configs/a.cfg", 5).has_value());
  EXPECT_FALSE(cited.Line("configs/none.cfg", 1).has_value());
  EXPECT_EQ(cited.Block("configs/a.cfg", 0), "");
  EXPECT_EQ(cited.Block("configs/none.cfg", 1), "");
}

TEST(CitedFiles, NothingOutsideTheSnapshotIsRead) {
  const base::MemoryFiles files = Snapshot();
  CitedFiles cited(files, "/net");
  for (const char* path : {"/secret", "../secret", "configs/../../secret"}) {
    EXPECT_FALSE(cited.Line(path, 1).has_value()) << path;
  }
}

TEST(CitedFiles, ABlockIsTheEntryAndNothingAfterIt) {
  const base::MemoryFiles files = Snapshot();
  CitedFiles cited(files, "/net");
  EXPECT_EQ(cited.Block("inventory.yaml", 2), "  box:\n    maker: acme\n\n    owner: state");
  EXPECT_EQ(cited.Block("inventory.yaml", 3), "    maker: acme\n")
      << "a blank line ends nothing, a sibling does";
  EXPECT_FALSE(HasWord(cited.Block("inventory.yaml", 2), "umbrella"));
  EXPECT_TRUE(HasWord(cited.Block("inventory.yaml", 1), "umbrella"));
}

TEST(HasWord, StandsAlone) {
  EXPECT_TRUE(HasWord("maker: acme", "acme"));
  EXPECT_TRUE(HasWord("acme: {owned: 1}", "acme")) << "a key";
  EXPECT_TRUE(HasWord("made by acme.", "acme"));
  EXPECT_TRUE(HasWord("[acme, umbrella]", "umbrella"));
  EXPECT_TRUE(HasWord("acme-two acme", "acme")) << "a later place counts";
  EXPECT_TRUE(HasWord("ip address 10.0.0.1/30", "10.0.0.1"));
  for (const char* text : {"acme-two", "two-acme", "acme2", "my_acme", "x.acme", ""}) {
    EXPECT_FALSE(HasWord(text, "acme")) << text;
  }
  EXPECT_FALSE(HasWord("ip address 110.0.0.1", "10.0.0.1"));
  EXPECT_FALSE(HasWord("ip address 10.0.0.12", "10.0.0.1"));
  EXPECT_FALSE(HasWord("acme", "")) << "nothing is no word";
}

}  // namespace
}  // namespace ringfence::checker
