// The words of formats/word_tree*.h that all statement families use.
#pragma once

#include <string_view>

#include "formats/word_tree_reader.h"

namespace ringfence::formats::nokia_sros {

using word_tree::Address;
using word_tree::AdminState;
using word_tree::Block;
using word_tree::Children;
using word_tree::Dispatch;
using word_tree::Flag;
using word_tree::Ignores;
using word_tree::Impact;
using word_tree::kNone;
using word_tree::kPathWordsMax;
using word_tree::kRoot;
using word_tree::Lacks;
using word_tree::Leaf;
using word_tree::List;
using word_tree::Names;
using word_tree::Node;
using word_tree::NodeId;
using word_tree::Number;
using word_tree::Presence;
using word_tree::Reader;
using word_tree::Rule;
using word_tree::Shape;
using word_tree::Stated;
using word_tree::StatementId;
using word_tree::Text;
using word_tree::Tree;

/// Words without effect wherever they stand.
inline constexpr std::string_view kRemarks[] = {"description", "apply-macro", "annotate"};

}  // namespace ringfence::formats::nokia_sros
