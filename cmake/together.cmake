# Sources compiled together: most of the time of a build is reading the same headers and making the same templates for each
# source again. With RF_TOGETHER = n, up to n sources of a target are one translation unit (a "unity build").
#
# Problem: names in unnamed namespaces are a file's own, and readers of one format like to call theirs ReadShutdown. Idea:
# two sources share a unit only if no line at the margin declares a name of both. What stands at the margin is all that can
# clash, as the formatter keeps bodies away from it. First fit, in the order of the folder, so groups stay as they are while
# names do; cost: one look at each source when it is configured. A clash that this misses does not compile, but for an overload
# that fits better than the one meant: therefore CI tests the groups that users build.
#
# The preset "dev" compiles each source alone: so a missing include is found, and a small change stays small.

# rf_names_at_margin(<out> <source>): what the source may declare for its own use.
function(rf_names_at_margin out source)
  set(names "")
  file(STRINGS "${source}" lines REGEX "^(#define|[A-Za-z])")
  list(FILTER lines EXCLUDE REGEX "^(namespace|using [A-Za-z:]*;|using namespace|template|TEST|extern|static_assert)")
  foreach(line IN LISTS lines)
    if(line MATCHES "^(class|struct|union|enum|enum class|using|#define) ([A-Za-z_0-9]+)")
      list(APPEND names ${CMAKE_MATCH_2})
      continue()
    endif()
    string(REPLACE "::" "__" line "${line}") # a qualified name is nobody else's
    string(REGEX REPLACE "(\\[[^]]*\\])? *[({=].*" "" line "${line}")
    if(line MATCHES "([A-Za-z_0-9]+)$")
      list(APPEND names ${CMAKE_MATCH_1})
    endif()
  endforeach()
  set(${out} "${names}" PARENT_SCOPE)
endfunction()

# rf_together(<out> <target> <sources...>): the sources to compile in place of these: one that includes the others for each
# group. Their names are told from the project's folder, so that clones share what a compiler cache holds.
function(rf_together out target)
  set(${out} "${ARGN}" PARENT_SCOPE)
  if(RF_TOGETHER LESS 2)
    return()
  endif()
  set(count 0)
  foreach(source IN LISTS ARGN)
    rf_names_at_margin(names "${source}")
    set(group 0)
    set(fits FALSE)
    while(NOT fits)
      math(EXPR group "${group} + 1")
      set(fits TRUE)
      if(size_${group} AND NOT size_${group} LESS RF_TOGETHER)
        set(fits FALSE)
      endif()
      foreach(name IN LISTS names)
        if(has_${group}_${name})
          set(fits FALSE)
        endif()
      endforeach()
    endwhile()
    math(EXPR size_${group} "0${size_${group}} + 1")
    foreach(name IN LISTS names)
      set(has_${group}_${name} TRUE)
    endforeach()
    if(group GREATER count)
      set(count ${group})
    endif()
    file(RELATIVE_PATH path "${PROJECT_SOURCE_DIR}" "${source}")
    string(APPEND text_${group} "#include \"${path}\"\n")
  endforeach()
  set(groups "")
  foreach(group RANGE 1 ${count})
    set(file "${PROJECT_BINARY_DIR}/together/${target}_${group}.cc")
    file(CONFIGURE OUTPUT "${file}" CONTENT "${text_${group}}")
    list(APPEND groups "${file}")
  endforeach()
  set(${out} "${groups}" PARENT_SCOPE)
endfunction()
