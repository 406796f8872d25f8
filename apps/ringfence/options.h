// Command-line options of all commands.
#pragma once

#include <string>
#include <vector>

/// What the command line said. Which fields count depends on the command.
struct Options {
  std::string snapshot = ".";
  std::vector<std::string> formats;  ///< FORMAT or FORMAT=FILE
  std::vector<std::string> rules;
  std::vector<std::string> fail;
  std::vector<std::string> ban;
  std::vector<std::string> ban_kinds;
  std::vector<std::string> of;
  std::vector<std::string> ignore;
  std::string as_of;
  std::string with;
  std::string flow;
  std::string by = "element";
  std::string from;
  std::string packet;
  std::string node;
  std::string vrf;
  std::string device;
  std::string protocol;
  std::string result_file;
  std::string baseline;
  std::string other;  ///< second snapshot of a comparison
  std::string shell;
  std::string schema;
  int failures = -1;
  unsigned threads = 0;
  bool brief = false;
  bool down = false;
};
