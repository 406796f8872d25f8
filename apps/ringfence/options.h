// Command-line options of all commands.
#pragma once

#include <cstdint>
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
  std::string listen = "127.0.0.1:8642";
  std::string token_file;
  std::string baseline;
  std::string other;                      ///< second snapshot of a comparison
  std::string import_kind;                ///< first source of `import`
  std::vector<std::string> import_files;  ///< its files
  std::vector<std::string> also;          ///< SOURCE=FILE
  std::string output;                     ///< folder to write to; empty: standard output
  std::string shell;
  std::string schema;
  std::string shape;  ///< of a generated network
  std::string style;
  std::string system;
  std::string graph;
  std::uint64_t seed = 1;
  std::uint32_t k = 4;
  std::uint32_t nodes = 100;
  std::uint32_t flows = 10;
  std::uint32_t announcements = 10;
  bool random_policies = false;
  std::string explain;  ///< rule to explain
  int failures = -1;
  std::size_t audit = 0;  ///< failure sets to compute again by themselves
  unsigned threads = 0;
  std::uint64_t memory = 0;  ///< bytes; 0: no limit
  std::size_t width = 0;     ///< columns of text; 0: those of the terminal, else 80
  bool brief = false;
  bool first = false;  ///< end at the first violation
  bool down = false;
  bool force = false;  ///< replace files that are there
};
