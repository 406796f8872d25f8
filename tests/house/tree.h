// The files of a source tree as texts: read from disk, or invented by a test.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ringfence::house {

/// Texts by path relative to the root, with '/' between folders.
using Tree = std::map<std::string, std::string>;

/// What breaks a rule, one line each: `path:line: what is wrong`. Sorted by path where the check walks a
/// tree.
using Findings = std::vector<std::string>;

/// All text files below the root that belong to the project: sources, tests, tools, documents, examples,
/// build files. Build folders, hidden folders other than .ci and binary files are left out.
Tree ReadProject(const std::string& root);

/// The lines of a text without their line feeds; a last empty line is left out.
std::vector<std::string_view> LinesOf(std::string_view text);

/// True when the path lies in the folder.
bool IsBelow(std::string_view path, std::string_view folder);

/// True for headers and sources of C++.
bool IsCode(std::string_view path);

/// True for sources that are tests: *_test.cc and *_testing.h.
bool IsTest(std::string_view path);

/// The parts of a path.
std::vector<std::string> PartsOf(std::string_view path);

/// The modules in their order, as the rf_module() lines of CMakeLists.txt give them.
std::vector<std::string> ModulesOf(const Tree& tree);

/// `path:line: text`.
std::string Finding(std::string_view path, std::size_t line, std::string_view text);

/// All findings as one text, for messages of tests.
std::string Joined(const Findings& findings);

}  // namespace ringfence::house
