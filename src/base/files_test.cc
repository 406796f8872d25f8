#include "base/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace ringfence::base {
namespace {

std::string Names(const Result<std::vector<FolderEntry>>& entries) {
  if (!entries) return "error: " + entries.error().message;
  std::string text;
  for (const FolderEntry& entry : *entries) text += entry.name + (entry.is_folder ? "/ " : " ");
  return text;
}

/// A folder of the test that vanishes with it.
class RealFilesTest : public testing::Test {
 protected:
  RealFilesTest()
      : folder_(
            std::filesystem::path(testing::TempDir()) /
            ("files_test_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~RealFilesTest() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  void Write(const std::string& name, const std::string& content) const {
    std::ofstream(Path(name), std::ios::binary) << content;
  }

  std::filesystem::path folder_;
  RealFiles files_;
};

TEST_F(RealFilesTest, ReadsBytesAsTheyAre) {
  const std::string content("a\r\n\0b\xff", 6);
  Write("a.cfg", content);
  Write("empty", "");
  EXPECT_EQ(files_.Read(Path("a.cfg")).value(), content);
  EXPECT_EQ(files_.Read(Path("empty")).value(), "");
}

TEST_F(RealFilesTest, ReadsFilesThatDoNotSayTheirSize) {
  const std::string status = "/proc/self/status";
  if (!files_.Exists(status)) GTEST_SKIP() << "SKIPPED: no /proc on this system";
  EXPECT_NE(files_.Read(status).value().find("Threads:"), std::string::npos);
}

TEST_F(RealFilesTest, ListsInOrder) {
  Write("b", "");
  Write("a", "");
  Write(".hidden", "");
  std::filesystem::create_directory(folder_ / "c");
  EXPECT_EQ(Names(files_.List(folder_.string())), ".hidden a b c/ ");
  EXPECT_NE(Names(files_.List(Path("none"))).find("No such file"), std::string::npos);
  EXPECT_FALSE(files_.List(Path("a")).has_value()) << "a file is not a folder";
}

TEST_F(RealFilesTest, RefusesWhatIsNotARegularFile) {
  EXPECT_EQ(files_.Read(folder_.string()).error().message, folder_.string() + ": not a regular file");
  ASSERT_EQ(mkfifo(Path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(files_.Read(Path("pipe")).error().message, Path("pipe") + ": not a regular file")
      << "must not wait for a writer";
  EXPECT_EQ(files_.Read("/dev/zero").error().message, "/dev/zero: not a regular file");
  EXPECT_EQ(files_.Read(Path("none")).error().message, Path("none") + ": No such file or directory");
}

TEST_F(RealFilesTest, RefusesLargeFilesBeforeReadingThem) {
  Write("large", "");
  std::filesystem::resize_file(folder_ / "large", kReadBytesMax + 1);  // sparse: takes no room
  EXPECT_EQ(files_.Read(Path("large")).error().message,
            Path("large") + ": 268435457 bytes; the limit is 268435456");
}

TEST_F(RealFilesTest, KnowsWhatExists) {
  Write("a", "");
  EXPECT_TRUE(files_.Exists(Path("a")));
  EXPECT_TRUE(files_.Exists(folder_.string()));
  EXPECT_FALSE(files_.Exists(Path("b")));
}

TEST(MemoryFiles, ActsAsFolders) {
  MemoryFiles files;
  files.Add("snap/configs/p2.cfg", "two");
  files.Add("snap/configs/p1.cfg", "one");
  files.Add("snap/inventory.yaml", "inv");
  files.Add("snap.txt", "beside");
  EXPECT_EQ(files.Read("snap/configs/p1.cfg").value(), "one");
  EXPECT_FALSE(files.Read("snap/configs").has_value());
  EXPECT_EQ(Names(files.List("snap")), "configs/ inventory.yaml ");
  EXPECT_EQ(Names(files.List("snap/configs")), "p1.cfg p2.cfg ");
  EXPECT_FALSE(files.List("sna").has_value());
  EXPECT_TRUE(files.Exists("snap"));
  EXPECT_TRUE(files.Exists("snap/inventory.yaml"));
  EXPECT_FALSE(files.Exists("sna"));
}

TEST(OverlayFiles, UpperFilesReplaceAndAdd) {
  MemoryFiles below;
  below.Add("base/configs/p1.cfg", "old");
  below.Add("base/configs/p2.cfg", "two");
  below.Add("elsewhere/x", "x");
  MemoryFiles over;
  over.Add("change/configs/p1.cfg", "new");
  over.Add("change/configs/p3.cfg", "three");
  const OverlayFiles files(below, "base", over, "change");
  EXPECT_EQ(files.Read("base/configs/p1.cfg").value(), "new");
  EXPECT_EQ(files.Read("base/configs/p2.cfg").value(), "two");
  EXPECT_EQ(files.Read("base/configs/p3.cfg").value(), "three");
  EXPECT_EQ(files.Read("elsewhere/x").value(), "x");
  EXPECT_FALSE(files.Read("base/none").has_value());
  EXPECT_EQ(Names(files.List("base/configs")), "p1.cfg p2.cfg p3.cfg ");
  EXPECT_EQ(Names(files.List("base")), "configs/ ");
  EXPECT_TRUE(files.Exists("base/configs/p3.cfg"));
  EXPECT_FALSE(files.Exists("change/configs/p3.cfg")) << "the upper side is seen through the lower root only";
}

TEST(OverlayFiles, AFileOverAFolderHidesIt) {
  MemoryFiles below;
  below.Add("base/thing/inner", "x");
  below.Add("base/other", "o");
  MemoryFiles over;
  over.Add("change/thing", "now a file");
  const OverlayFiles files(below, "base", over, "change");
  EXPECT_EQ(files.Read("base/thing").value(), "now a file");
  EXPECT_EQ(Names(files.List("base")), "other thing ") << "one name is listed once";
}

TEST(OverlayFiles, NeighboursWithTheSameStartAreOutside) {
  MemoryFiles below;
  below.Add("base2/a", "below");
  MemoryFiles over;
  over.Add("change/a", "over");
  const OverlayFiles files(below, "base", over, "change");
  EXPECT_EQ(files.Read("base2/a").value(), "below");
}

TEST(JoinPath, PutsOneSlash) {
  EXPECT_EQ(JoinPath("a", "b"), "a/b");
  EXPECT_EQ(JoinPath("a/", "b"), "a/b");
  EXPECT_EQ(JoinPath("a//", "b"), "a/b");
  EXPECT_EQ(JoinPath("/", "b"), "/b");
  EXPECT_EQ(JoinPath("", "b"), "b");
}

}  // namespace
}  // namespace ringfence::base
