export default function Page() {
  return <h1>hello from the shop</h1>;
}
