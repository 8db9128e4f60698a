# rox_embed_files(TARGET TEMPLATE FILE...): puts the files into the program, as they are. The assembler takes them in
# (.incbin), so the compiler doesn't have to read them as literals; their names
# are global, since arm64's linker takes places in a section for one where it goes by a table. TEMPLATE is C++ in which @EMBEDDED_FILES@ stands for
# their declarations, and @EMBEDDED_ENTRIES@ for one `{"name", {begin, size}},` per file. The result is compiled into
# TARGET, again whenever a file changes; files may be made by the build.
function(rox_embed_files target template)
  get_filename_component(name ${template} NAME_WE)
  set(EMBEDDED_FILES "")
  set(EMBEDDED_ENTRIES "")
  set(index 0)
  foreach(file IN LISTS ARGN)
    get_filename_component(file_name ${file} NAME)
    set(begin ${name}_begin_${index})
    set(end ${name}_end_${index})
    string(CONFIGURE [=[
__asm__(R"(
.section .rodata
.globl @begin@, @end@
.hidden @begin@, @end@
@begin@:
.incbin "@file@"
@end@:
.byte 0
.text
)");
extern const char @begin@[] __asm__("@begin@");
extern const char @end@[] __asm__("@end@");
]=] declaration @ONLY)
    string(CONFIGURE [=[
      {"@file_name@", {@begin@, static_cast<std::size_t>(@end@ - @begin@)}},
]=] entry @ONLY)
    string(APPEND EMBEDDED_FILES "${declaration}")
    string(APPEND EMBEDDED_ENTRIES "${entry}")
    math(EXPR index "${index} + 1")
  endforeach()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/generated/${name}.cpp)
  configure_file(${template} ${source} @ONLY)
  set_source_files_properties(${source} PROPERTIES
    OBJECT_DEPENDS "${ARGN}" SKIP_PRECOMPILE_HEADERS ON COMPILE_OPTIONS -fno-lto)
  target_sources(${target} PRIVATE ${source})
endfunction()
