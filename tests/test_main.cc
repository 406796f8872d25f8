// main() of every test program. Tests run in the project's folder and name files relative to it, so that no
// source holds the place of a clone and a compiler cache serves them all.
#include <gmock/gmock.h>

#include <filesystem>

int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  std::filesystem::current_path(RF_PROJECT_FOLDER);
  return RUN_ALL_TESTS();
}
