// Completion scripts, made from the option table of the program itself so that they never lag behind it.

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "commands.h"

namespace {

std::vector<std::string> OptionNames(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

std::vector<const CLI::App*> Commands(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

std::string Bash(const CLI::App& app) {
  std::vector<std::string> names;
  std::string cases;
  for (const CLI::App* command : Commands(app)) {
    names.push_back(command->get_name());
    cases +=
        fmt::format("    {}) words=\"{}\" ;;\n", command->get_name(), fmt::join(OptionNames(*command), " "));
  }
  return fmt::format(
      "_ringfence() {{\n  local current=\"${{COMP_WORDS[COMP_CWORD]}}\" words=\"\"\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then words=\"{}\"; else case \"${{COMP_WORDS[1]}}\" in\n{}  esac; fi\n"
      "  COMPREPLY=( $(compgen -W \"$words\" -- \"$current\") $(compgen -f -- \"$current\") )\n}}\n"
      "complete -o filenames -F _ringfence ringfence\n",
      fmt::join(names, " "), cases);
}

std::string Zsh(const CLI::App& app) {
  std::string commands, cases;
  for (const CLI::App* command : Commands(app)) {
    std::string about = command->get_description();
    std::erase(about, '\'');
    commands += fmt::format(" '{}:{}'", command->get_name(), about);
    cases +=
        fmt::format("    {}) compadd -- {} ;;\n", command->get_name(), fmt::join(OptionNames(*command), " "));
  }
  return fmt::format(
      "#compdef ringfence\n_ringfence() {{\n  local -a commands=({} )\n  if (( CURRENT == 2 )); then "
      "_describe command commands; return; fi\n"
      "  case \"$words[2]\" in\n{}  esac\n  _files\n}}\ncompdef _ringfence ringfence\n",
      commands, cases);
}

std::string Fish(const CLI::App& app) {
  std::string out;
  for (const CLI::App* command : Commands(app)) {
    std::string about = command->get_description();
    std::erase(about, '\'');
    out += fmt::format("complete -c ringfence -n __fish_use_subcommand -a {} -d '{}'\n", command->get_name(),
                       about);
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) {
        out += fmt::format("complete -c ringfence -n '__fish_seen_subcommand_from {}' -l {}\n",
                           command->get_name(), name);
      }
    }
  }
  return out;
}

}  // namespace

int RunCompletion(const Options& options, const CLI::App& app) {
  fmt::print("{}", options.shell == "bash" ? Bash(app) : options.shell == "zsh" ? Zsh(app) : Fish(app));
  return kExitProved;
}
